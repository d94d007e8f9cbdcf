using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Workflows;

/// <summary>An alias's routing configuration: one version or two of one state machine, with weights that make 100 (API Reference, CreateStateMachineAlias).</summary>
internal static class AliasRouting
{
    private const string Version = "stateMachineVersionArn";

    /// <returns>The state machine whose versions they are.</returns>
    /// <exception cref="Aws.AwsException"><c>ValidationException</c>, <c>InvalidArn</c> or <c>ResourceNotFound</c>.</exception>
    public static StatesArn.StateMachine Check(OperationContext context, JsonArray routing)
    {
        var arns = routing.Objects.Select(route => route.String(Version) ?? "").ToList();
        if (arns.Count is < 1 or > 2)
        {
            throw WorkflowErrors.Validation($"Routing configuration must contain one or two state machine version ARNs. Received: [{string.Join(", ", arns)}]");
        }

        if (arns.Distinct(StringComparer.Ordinal).Count() < arns.Count)
        {
            throw WorkflowErrors.Validation(
                $"Routing configuration must contain distinct state machine version ARNs. Received: [{string.Join(", ", arns)}]");
        }

        var weights = routing.Objects.Select(route => route.Long("weight") ?? 0).ToList();
        if (weights.Sum() != 100 || weights.Exists(weight => weight < 0))
        {
            throw WorkflowErrors.Validation($"Sum of routing configuration weights must equal 100. Received: [{string.Join(", ", weights)}]");
        }

        var versions = arns.ConvertAll(StateMachines.Parsed);
        if (!versions.TrueForAll(version => version.Version is not null))
        {
            throw WorkflowErrors.Validation($"Routing configuration must contain state machine version ARNs. Received: [{string.Join(", ", arns)}]");
        }

        if (!versions.TrueForAll(version => version.Unqualified == versions[0].Unqualified))
        {
            throw WorkflowErrors.Validation($"Routing configuration must contain versions of one state machine. Received: [{string.Join(", ", arns)}]");
        }

        return versions.TrueForAll(version => version.Scope == context.Scope && StateMachines.FindQualified(context.State.Current, version) is not null)
            ? versions[0].Unqualified
            : throw WorkflowErrors.Validation($"Routing configuration must contain state machine version ARNs. Received: [{string.Join(", ", arns)}]");
    }

    /// <summary>The ARN of the version that a draw of 0 to 99 falls on.</summary>
    public static string? Chosen(JsonObject alias, int draw)
    {
        var routes = alias.Array("routingConfiguration").Objects.ToList();
        return (draw < routes[0].Long("weight") ? routes[0] : routes[^1]).String(Version);
    }

    /// <summary>The ARN of the version with the greatest weight.</summary>
    public static string? Heaviest(JsonObject alias) =>
        alias.Array("routingConfiguration").Objects.MaxBy(route => route.Long("weight"))?.String(Version);

    public static bool Uses(JsonObject alias, StatesArn.StateMachine version) =>
        alias.Array("routingConfiguration").Objects.Any(route => route.String(Version) == version.ToString());
}
