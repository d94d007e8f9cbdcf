using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;
using Quell.Parameters;

namespace Quell.Stacks;

/// <summary>
/// Lets a template in, or names all that stands against it, before anything of it is deployed: its text, its resource types,
/// their properties and attributes, its parameters.
/// </summary>
/// <param name="Template">The template; null when it cannot be read.</param>
/// <param name="Evaluation">The template with its parameters; null when there are errors.</param>
/// <param name="Errors">In the order of the text.</param>
/// <param name="Imports">The exports of other stacks that it uses.</param>
internal sealed record TemplateAdmission(
    Template? Template, TemplateEvaluation? Evaluation, ImmutableArray<TemplateError> Errors, IReadOnlyCollection<string> Imports)
{
    private static readonly string[] UnservedAttributes = ["CreationPolicy", "UpdatePolicy"];

    /// <param name="types">The resource types there are.</param>
    /// <param name="state">Exports and SSM parameters are read from it.</param>
    /// <param name="identity">Scope, name and id of the stack.</param>
    /// <param name="body">The template's text.</param>
    /// <param name="given">The parameter values.</param>
    public static TemplateAdmission Of(
        ResourceTypes types, ResourceSet state, StackIdentity identity, string body, IReadOnlyDictionary<string, string> given)
    {
        var imports = new SortedSet<string>(StringComparer.Ordinal);
        var parse = Template.Parse(body, new TransformInput(identity.Scope, given));
        if (parse.Template is not { } template)
        {
            return new(null, null, parse.Errors, imports);
        }

        var errors = new TemplateErrors();
        CheckResources(types, template, errors);
        var (evaluation, mistakes) = TemplateEvaluation.Start(template, Environment(state, identity, imports), given);
        errors.AddRange(mistakes);
        if (evaluation is not null && errors.Count == 0)
        {
            CheckValues(types, evaluation, errors);
        }

        return new(template, errors.Count == 0 ? evaluation : null, [.. errors.InOrder], imports);
    }

    /// <summary>What is wrong with resource types and properties as they are written.</summary>
    public static void CheckResources(ResourceTypes types, Template template, TemplateErrors errors)
    {
        foreach (var resource in template.Resources.Values)
        {
            if (types.Find(resource.Type) is not { } type)
            {
                errors.Add(
                    TemplateErrorCode.Unsupported, $"Template format error: Unrecognized resource types: [{resource.Type}]",
                    resource.Path.Member("Type"), resource.Node["Type"] ?? resource.Node);
                continue;
            }

            errors.AddRange(type.Schema.Check(resource));
            foreach (var (name, _) in new[] { ("DeletionPolicy", resource.DeletionPolicy), ("UpdateReplacePolicy", resource.UpdateReplacePolicy) }
                         .Where(policy => policy.Item2 == DeletionPolicy.Snapshot))
            {
                errors.Add(
                    TemplateErrorCode.Unsupported, $"Template error: resource type {resource.Type} does not support {name} Snapshot",
                    resource.Path.Member(name), resource.Node[name]);
            }

            foreach (var name in UnservedAttributes.Where(name => resource.Node[name] is not null))
            {
                errors.Add(
                    TemplateErrorCode.Unsupported, $"Resource type {resource.Type} does not support the attribute {name}",
                    resource.Path.Member(name), resource.Node[name]);
            }
        }
    }

    /// <summary>The acknowledgements that a deployment of the template needs.</summary>
    public static IEnumerable<(string Capability, string Type)> Capabilities(ResourceTypes types, Template template) =>
        from resource in template.Resources.Values
        let capability = types.Find(resource.Type)?.Capability(resource.Properties?.ToJson() as JsonObject ?? JsonObject.Empty)
        where capability is not null
        select (capability, resource.Type);

    /// <summary>What is wrong with values, as far as they are known before anything exists.</summary>
    private static void CheckValues(ResourceTypes types, TemplateEvaluation evaluation, TemplateErrors errors)
    {
        ResourceAnswer Foresee(string logicalId, string? attribute) =>
            attribute is null || types[evaluation.Template.Resources[logicalId].Type].Attributes.Contains(attribute)
                ? ResourceAnswer.Later
                : ResourceAnswer.None;

        foreach (var resource in evaluation.Resources)
        {
            var properties = evaluation.Properties(resource.LogicalId, Foresee);
            errors.AddRange(properties.Errors);
            if (properties.Errors.IsEmpty)
            {
                CheckProperties(types[resource.Type], resource, properties.Value, errors);
            }
        }

        errors.AddRange(evaluation.Outputs(Foresee).Errors);
    }

    private static void CheckProperties(ResourceType type, TemplateResource resource, JsonObject evaluated, TemplateErrors errors)
    {
        var (properties, mistakes) = type.Schema.Bind(resource, evaluated);
        errors.AddRange(mistakes);
        if (mistakes.IsEmpty)
        {
            errors.AddRange(type.Mistakes(properties).Select(mistake => new TemplateError(
                TemplateErrorCode.PropertyValue, mistake.Message, resource.Path.Member("Properties").Member(mistake.Property),
                resource.Properties?[mistake.Property] ?? resource.Node)));
        }
    }

    private static TemplateEnvironment Environment(ResourceSet state, StackIdentity identity, SortedSet<string> imports) =>
        new(identity.Scope, identity.Name, identity.Id)
        {
            NotificationArns = [.. identity.NotificationArns],
            SsmParameter = name => ParameterStore.Find(state, identity.Scope, name),
            Resolve = reference => reference.Service switch
            {
                "ssm" => ParameterStore.Find(state, identity.Scope, reference.Reference),
                "secretsmanager" => SecretReference.Find(state, identity.Scope, reference.Reference),
                _ => null,
            },
            Export = name =>
            {
                imports.Add(name);
                return Stack.All(state, identity.Scope).Where(stack => stack.Exists && stack.Id != identity.Id)
                    .SelectMany(stack => stack.Exports)
                    .Where(export => export.Name == name)
                    .Select(export => export.Value)
                    .FirstOrDefault();
            },
        };
}

/// <summary>What a template learns about its stack.</summary>
internal sealed record StackIdentity(Scope Scope, string Name, string Id, IReadOnlyList<string> NotificationArns)
{
    public static StackIdentity Of(Stack stack) =>
        new(stack.Key.Scope, stack.Name, stack.Id, [.. stack.Value.Array("NotificationARNs").Strings]);
}
