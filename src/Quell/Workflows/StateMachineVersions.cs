using System.Globalization;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Workflows;

/// <summary>The versions of state machines (API Reference, PublishStateMachineVersion and its kin).</summary>
internal static class StateMachineVersions
{
    /// <summary>Published versions of a state machine (developer guide, "Step Functions service quotas").</summary>
    private const int MostVersions = 1_000;

    /// <summary>Names the revision of a state machine that was never changed.</summary>
    private const string Initial = "INITIAL";

    public static JsonObject PublishStateMachineVersion(OperationContext context)
    {
        var (arn, machine) = context.Machine();
        var revision = machine.String("revisionId") ?? Initial;
        if (context.Input.String("revisionId") is { } expected && expected != revision)
        {
            throw WorkflowErrors.Conflict(
                $"Failed to publish the State Machine version for revision {expected}. The current State Machine revision is {revision}.");
        }

        var version = Publish(context, arn, context.Input.String("description"));
        return JsonObject.Of(("creationDate", version["creationDate"]), ("stateMachineVersionArn", version["stateMachineArn"]));
    }

    /// <summary>That it is not there is no failure.</summary>
    public static JsonObject DeleteStateMachineVersion(OperationContext context)
    {
        var text = context.Input.String("stateMachineVersionArn") ?? "";
        var arn = StateMachines.Parsed(text);
        if (arn.Version is null)
        {
            throw WorkflowErrors.InvalidArn(text);
        }

        if (arn.Scope != context.Scope)
        {
            return JsonObject.Empty;
        }

        var aliases = StateMachines.Aliases(context.State.Current, arn).Where(alias => AliasRouting.Uses(alias, arn)).Select(alias => alias.String("name")).ToList();
        if (aliases.Count > 0)
        {
            throw WorkflowErrors.Conflict(
                $"Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [{string.Join(", ", aliases)}]");
        }

        context.State.Delete(arn.Scope, StateMachines.VersionType, StateMachines.QualifiedId(arn));
        context.Touches(text, "AWS::StepFunctions::StateMachineVersion");
        return JsonObject.Empty;
    }

    /// <summary>The latest version first.</summary>
    public static JsonObject ListStateMachineVersions(OperationContext context)
    {
        var text = context.Input.String("stateMachineArn") ?? "";
        var arn = StateMachines.Parsed(text);
        if (arn != arn.Unqualified)
        {
            throw WorkflowErrors.InvalidArn(text);
        }

        context.Existing(arn);
        return WorkflowPage.Of(context.Input, "stateMachineVersions", StateMachines.Versions(context.State.Current, arn).Select(entry => (
            (long.MaxValue - entry.Number).ToString("D19", CultureInfo.InvariantCulture),
            JsonObject.Of(("stateMachineVersionArn", entry.Version["stateMachineArn"]), ("creationDate", entry.Version["creationDate"])))));
    }

    /// <summary>Publishes the current revision; where that was done before, the version of then is the answer.</summary>
    /// <exception cref="Aws.AwsException"><c>ServiceQuotaExceededException</c>.</exception>
    public static JsonObject Publish(OperationContext context, StatesArn.StateMachine arn, string? description)
    {
        var machine = context.Existing(arn);
        if (OfRevision(context.State.Current, arn, machine) is { } published)
        {
            return published;
        }

        if (StateMachines.Versions(context.State.Current, arn).Count() >= MostVersions)
        {
            throw WorkflowErrors.QuotaExceeded($"A state machine has at most {MostVersions} versions.");
        }

        var number = machine.Long(StateMachines.NextVersion) ?? 1;
        var versionArn = arn.WithVersion(number);
        var version = StateMachines.Described(machine)
            .With("stateMachineArn", $"{versionArn}")
            .With("creationDate", Timestamps.ToNeutral(context.Now))
            .With("description", description)
            .With(StateMachines.UpdateDate, machine[StateMachines.UpdateDate] ?? machine["creationDate"]);
        context.State.Put(arn.Scope, StateMachines.Type, arn.Name, machine.With(StateMachines.NextVersion, number + 1));
        context.State.Put(arn.Scope, StateMachines.VersionType, StateMachines.QualifiedId(versionArn), version);
        return version;
    }

    /// <summary>The version that the state machine's current revision was published as; null where it was not.</summary>
    public static JsonObject? OfRevision(ResourceSet state, StatesArn.StateMachine arn, JsonObject machine) => StateMachines.Versions(state, arn)
        .Select(entry => entry.Version)
        .FirstOrDefault(version => version.String("revisionId") == machine.String("revisionId"));
}
