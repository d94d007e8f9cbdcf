using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Tasks;

/// <summary>The names under which the history tells of a task (API reference, "HistoryEvent").</summary>
/// <param name="Started">Told at once, but for an activity, whose worker tells.</param>
internal sealed record TaskEvents(string Scheduled, string? Started, string Submitted, string Succeeded, string Failed, string TimedOut)
{
    private static readonly TaskEvents Integration = Named("Task");
    private static readonly TaskEvents Function = Named("LambdaFunction");
    private static readonly TaskEvents Activity = Named("Activity");

    public static TaskEvents Of(TaskResource resource) => resource switch
    {
        TaskResource.Function => Function,
        TaskResource.Activity => Activity,
        _ => Integration,
    };

    /// <summary>What every event of an integration tells of it; null for the others.</summary>
    public static JsonObject? Describe(TaskResource resource) => resource is TaskResource.Integration integration
        ? JsonObject.Of(("resourceType", integration.ResourceType), ("resource", integration.Resource))
        : null;

    /// <summary>What the first event tells.</summary>
    public static JsonObject Describe(TaskResource resource, string region, long? timeout, long? heartbeat, string? role) =>
        (Describe(resource)?.With("region", region) ?? JsonObject.Empty).Merge(JsonObject.Of(
            ("timeoutInSeconds", timeout is { } limit ? (JsonValue)limit : null),
            ("heartbeatInSeconds", heartbeat is { } beat ? (JsonValue)beat : null),
            ("taskCredentials", role is null ? null : JsonObject.Of(("roleArn", role)))));

    private static TaskEvents Named(string name) =>
        new($"{name}Scheduled", $"{name}Started", $"{name}Submitted", $"{name}Succeeded", $"{name}Failed", $"{name}TimedOut");
}
