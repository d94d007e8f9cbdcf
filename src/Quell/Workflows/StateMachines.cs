using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Workflows;

/// <summary>
/// State machines, their versions and aliases as resources: each a document in the shape that its describe operation answers
/// with. Members that begin with a capital letter are Quell's own and are not shown.
/// </summary>
internal static class StateMachines
{
    /// <summary>Under its name; the current revision.</summary>
    public const string Type = "stepfunctions:stateMachine";

    /// <summary>Under <c>NAME:NUMBER</c>; what a state machine was when it was published.</summary>
    public const string VersionType = "stepfunctions:stateMachineVersion";

    /// <summary>Under <c>NAME:ALIAS</c>.</summary>
    public const string AliasType = "stepfunctions:stateMachineAlias";

    /// <summary>A list of <c>{"key", "value"}</c>.</summary>
    public const string Tags = "Tags";

    /// <summary>The number that the next version gets; numbers are not used again.</summary>
    public const string NextVersion = "NextVersion";

    /// <summary>When the last revision was made; missing for the first one.</summary>
    public const string UpdateDate = "UpdateDate";

    private const string Deleting = "DELETING";

    public static bool IsDeleting(JsonObject machine) => machine.String("status") == Deleting;

    public static JsonObject AsDeleting(JsonObject machine) => machine.With("status", Deleting);

    /// <summary>As DescribeStateMachine shows it.</summary>
    public static JsonObject Described(JsonObject machine) => machine.Without(Tags).Without(NextVersion).Without(UpdateDate);

    /// <summary>The state machine itself, whatever qualifier the ARN has; null where there is none.</summary>
    public static JsonObject? Find(ResourceSet state, StatesArn.StateMachine arn) => state.Get(new(arn.Scope, Type, arn.Name));

    /// <summary>The state machine's versions with their numbers, the latest first.</summary>
    public static IEnumerable<(long Number, JsonObject Version)> Versions(ResourceSet state, StatesArn.StateMachine arn) =>
        from entry in Qualified(state, VersionType, arn)
        let number = Parsed(entry.String("stateMachineArn")).Version ?? 0
        orderby number descending
        select (number, entry);

    public static IEnumerable<JsonObject> Aliases(ResourceSet state, StatesArn.StateMachine arn) => Qualified(state, AliasType, arn);

    /// <summary>The version or alias that the ARN's qualifier names; null where there is none.</summary>
    public static JsonObject? FindQualified(ResourceSet state, StatesArn.StateMachine arn) =>
        state.Get(new(arn.Scope, arn.Version is null ? AliasType : VersionType, QualifiedId(arn)));

    /// <summary>The id of a version or an alias among the resources of its type.</summary>
    public static string QualifiedId(StatesArn.StateMachine arn) => $"{arn.Name}:{arn.Qualifier}";

    /// <summary>Reads a state machine's ARN out of a request or document.</summary>
    /// <exception cref="AwsException"><c>InvalidArn</c>.</exception>
    public static StatesArn.StateMachine Parsed(string? text)
    {
        var arn = StatesArn.TryParse(text, out var parsed) ? parsed : throw WorkflowErrors.NoArn(text);
        return arn as StatesArn.StateMachine ?? throw WorkflowErrors.OtherResource(arn);
    }

    /// <summary>What an execution that is started under the ARN runs.</summary>
    /// <param name="scope">Whose state machines may be started: the caller's.</param>
    /// <param name="text">A state machine's ARN, or that of a version or an alias.</param>
    /// <param name="draw">0 to 99, at random: decides between an alias's two versions.</param>
    /// <exception cref="AwsException"><c>InvalidArn</c>, <c>ValidationException</c>, <c>StateMachineDoesNotExist</c> or <c>StateMachineDeleting</c>.</exception>
    public static ResolvedStateMachine Resolve(ResourceSet state, Scope scope, string? text, int draw)
    {
        var arn = Parsed(text);
        if (arn.Label is not null)
        {
            throw WorkflowErrors.Validation($"A state machine ARN with the label of a Map state cannot be used here. Received: {arn}");
        }

        if (arn.Scope != scope || Find(state, arn) is not { } machine)
        {
            throw WorkflowErrors.NoStateMachine($"{arn}");
        }

        if (IsDeleting(machine))
        {
            throw WorkflowErrors.StateMachineDeleting($"{arn.Unqualified}");
        }

        if (arn.Qualifier is null)
        {
            return new(arn, machine, null, null);
        }

        var found = FindQualified(state, arn) ?? throw WorkflowErrors.NoStateMachine($"{arn}");
        if (arn.Version is not null)
        {
            return new(arn.Unqualified, found, $"{arn}", null);
        }

        var version = Parsed(AliasRouting.Chosen(found, draw));
        return new(arn.Unqualified, FindQualified(state, version) ?? throw WorkflowErrors.NoStateMachine($"{version}"), $"{version}", $"{arn}");
    }

    private static IEnumerable<JsonObject> Qualified(ResourceSet state, string type, StatesArn.StateMachine arn)
    {
        var prefix = $"{arn.Name}:";
        return state.List(arn.Scope, type).Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => entry.Value);
    }
}

/// <summary>A state machine as an execution runs it.</summary>
/// <param name="Arn">The state machine without a qualifier.</param>
/// <param name="Definition">The revision's document: <c>definition</c>, <c>roleArn</c>, <c>type</c>, <c>loggingConfiguration</c>, <c>revisionId</c> …; its <c>stateMachineArn</c> is the version's where one was named.</param>
/// <param name="VersionArn">The version that runs; null for the current revision.</param>
/// <param name="AliasArn">The alias that it was started by; null without one.</param>
internal sealed record ResolvedStateMachine(StatesArn.StateMachine Arn, JsonObject Definition, string? VersionArn, string? AliasArn);
