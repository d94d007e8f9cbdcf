using Quell.Engine.Json;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Evaluation;

namespace Quell.Stacks.Deploying;

/// <summary>The way forward of a creation or an update: every resource of the template, in the order of what they depend on.</summary>
internal sealed class ForwardDeployment(StackWorld world, StackSteps steps)
{
    /// <exception cref="StackFailure">Something did not work; the stack has to be rolled back.</exception>
    public async Task Run(CancellationToken cancellationToken)
    {
        var operation = steps.Operation;
        var admission = Admit(operation);
        if (admission.Evaluation is not { } evaluation)
        {
            throw new StackFailure(TemplateMessage.Of(admission.Errors));
        }

        var order = 0;
        foreach (var logicalId in evaluation.Order.Creation.ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            order++;
            if (steps.Resource(logicalId)?.IsSettledBy(operation.Id) != true)
            {
                await Deploy(evaluation, logicalId, order, operation).ConfigureAwait(false);
            }
        }

        var (outputs, errors) = evaluation.Outputs(Resolve);
        Refuse(errors);
        StackExports.Check(steps.State, steps.Stack, outputs);
        await steps.Write(writing => Succeed(writing, operation, evaluation, outputs, admission.Imports)).ConfigureAwait(false);
    }

    private TemplateAdmission Admit(StackOperation operation) => TemplateAdmission.Of(
        world.Types, steps.State, StackIdentity.Of(steps.Stack), TemplateStore.Get(steps.State, steps.Stack.Key.Scope, operation.Template),
        operation.Given.ToDictionary(given => given.Key, given => ((JsonString)given.Value).Value, StringComparer.Ordinal));

    private async Task Deploy(TemplateEvaluation evaluation, string logicalId, int order, StackOperation operation)
    {
        var kept = steps.Resource(logicalId);
        var before = kept?.Touched == operation.Id ? kept.Before : kept;
        var resource = evaluation.Template.Resources[logicalId];
        try
        {
            var (stored, properties) = PropertiesOf(evaluation, resource, operation);
            var wanted = Wanted(before, resource, order, operation).With(("Properties", stored));
            await CarryOut(before, wanted, properties).ConfigureAwait(false);
        }
        catch (StackFailure failure)
        {
            var verb = before is null ? "create" : "update";
            if (steps.Resource(logicalId)?.Status.EndsWith("_FAILED", StringComparison.Ordinal) != true)
            {
                await Report(before, resource, order, operation, failure.Message).ConfigureAwait(false);
            }

            throw new StackFailure($"The following resource(s) failed to {verb}: [{logicalId}].");
        }
    }

    private async Task CarryOut(StackResource? before, StackResource wanted, JsonObject properties)
    {
        if (before is null)
        {
            await steps.Create(wanted.With(("Action", StackAction.Create)), properties).ConfigureAwait(false);
            return;
        }

        var type = world.Types[wanted.Type];
        var changes = TemplateDifference.Changes(before.Properties, wanted.Properties);
        if (changes.Length == 0)
        {
            return;
        }

        if (!changes.Any(change => type.Schema.IsCreateOnly(change.Path)))
        {
            await steps.Update(
                wanted.With(("Action", StackAction.Update), ("Before", before.Value)), properties, before.Properties).ConfigureAwait(false);
            return;
        }

        if (type.NameProperty is { } name && wanted.Properties.String(name) is { } given && given == before.Properties.String(name))
        {
            throw new StackFailure(
                $"CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {given} and update the stack again.");
        }

        await steps.Create(
            wanted.With(("Action", StackAction.Replace), ("Before", before.Value), ("PhysicalResourceId", null), ("Attributes", null), ("Generation", before.Generation + 1)),
            properties).ConfigureAwait(false);
    }

    /// <summary>A failure before anything was tried.</summary>
    private Task Report(StackResource? before, TemplateResource resource, int order, StackOperation operation, string reason) =>
        steps.Write(writing =>
        {
            if (before is null)
            {
                writing.Put(Wanted(before, resource, order, operation).With(("Action", StackAction.Create)), StackStatus.CreateFailed, reason);
            }
            else
            {
                writing.Tell(before, StackStatus.UpdateFailed, reason);
            }
        });

    private static StackResource Wanted(StackResource? before, TemplateResource resource, int order, StackOperation operation) =>
        (before ?? new(JsonObject.Of(("LogicalResourceId", resource.LogicalId)))).With(
            ("ResourceType", resource.Type),
            ("Order", before?.Order ?? order),
            ("Touched", operation.Id),
            ("DeletionPolicy", resource.DeletionPolicy.ToString()),
            ("UpdateReplacePolicy", resource.UpdateReplacePolicy.ToString()));

    /// <summary>The properties as they are kept, and as they are handed to the type.</summary>
    private (JsonObject Stored, JsonObject Properties) PropertiesOf(TemplateEvaluation evaluation, TemplateResource resource, StackOperation operation)
    {
        var evaluated = evaluation.Properties(resource.LogicalId, Resolve);
        Refuse(evaluated.Errors);
        var type = world.Types[resource.Type];
        var tagged = StackTags.Into(type, evaluated.Value, steps.Stack, resource.LogicalId, operation.Tags);
        var (stored, errors) = type.Schema.Bind(resource, tagged);
        Refuse(errors);
        var (resolved, unresolved) = evaluation.Resolve(resource.LogicalId, stored);
        Refuse(unresolved);
        return (stored, resolved);
    }

    private ResourceAnswer Resolve(string logicalId, string? attribute)
    {
        var resource = steps.Resource(logicalId);
        return attribute is null ? resource?.PhysicalId is { } id ? id : ResourceAnswer.None
            : resource?.Attributes[attribute] is { } value ? value
            : ResourceAnswer.None;
    }

    private static void Refuse(IReadOnlyCollection<TemplateError> errors)
    {
        if (errors.Count > 0)
        {
            throw new StackFailure(TemplateMessage.Of(errors));
        }
    }

    /// <summary>Everything is as it should be: the stack becomes what the operation wanted, and the rest is left for the clean-up.</summary>
    private static void Succeed(
        StackWriting writing, StackOperation operation, TemplateEvaluation evaluation, IReadOnlyCollection<OutputValue> outputs, IReadOnlyCollection<string> imports)
    {
        var places = evaluation.Order.Creation.Select((name, place) => (name, place)).ToDictionary(entry => entry.name, entry => entry.place + 1, StringComparer.Ordinal);
        foreach (var resource in writing.Stack.Resources(writing.State).ToList())
        {
            writing.Keep(places.TryGetValue(resource.LogicalId, out var place)
                ? Settled(resource, evaluation.Template.Resources[resource.LogicalId], place, operation)
                : resource.With(("IsObsolete", true)));
        }

        var next = operation.IsCreation ? null : operation.In(StackPhase.Cleanup).Value;
        writing.Put(writing.Stack.With(
            ("Template", operation.Template), ("Given", operation.Given), ("Tags", operation.Tags), ("Imports", JsonArray.From(imports)),
            ("Outputs", JsonArray.From(outputs.Select(StackExports.Shown)))));
        writing.Put(writing.Stack with { Value = writing.Stack.Value.Merge(operation.Members) });
        writing.Status(operation.IsCreation ? StackStatus.CreateComplete : StackStatus.UpdateCleanup);
        writing.Put(writing.Stack.With(("Operation", next)));
    }

    private static StackResource Settled(StackResource resource, TemplateResource written, int place, StackOperation operation)
    {
        var settled = resource.With(
            ("Order", place), ("DeletionPolicy", written.DeletionPolicy.ToString()), ("UpdateReplacePolicy", written.UpdateReplacePolicy.ToString()));
        return resource.Touched == operation.Id && !operation.IsCreation ? settled : settled.With(("Action", null), ("Before", null));
    }
}
