using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Tasks;

/// <summary>An event of an execution's history that tells of a task.</summary>
/// <param name="Type">The event's type: <c>TaskScheduled</c>.</param>
/// <param name="DetailsName">The member of the event that holds the details: <c>taskScheduledEventDetails</c>; null where there are none.</param>
/// <param name="Details">The details as GetExecutionHistory gives them.</param>
internal sealed record TaskEvent(string Type, string? DetailsName, JsonObject Details);

/// <summary>How long a task may take, and whose role it uses; null where the state says nothing.</summary>
internal sealed record TaskTerms(long? TimeoutSeconds = null, long? HeartbeatSeconds = null, string? CredentialsRoleArn = null);

/// <summary>
/// How the history tells what becomes of a task (API reference, HistoryEvent): functions, activities and integrations have events of
/// their own, with different details.
/// </summary>
internal static class TaskHistory
{
    private static readonly JsonObject Whole = JsonObject.Of(("truncated", false));

    /// <param name="resource">The state's resource.</param>
    /// <param name="arguments">The JSON text of the state's effective arguments.</param>
    /// <param name="region">The execution's.</param>
    /// <param name="terms">The state's terms.</param>
    public static TaskEvent Scheduled(TaskResource resource, string arguments, string region, TaskTerms terms)
    {
        var credentials = terms.CredentialsRoleArn is { } role ? JsonObject.Of(("roleArn", role)) : null;
        var (timeout, heartbeat) = (Seconds(terms.TimeoutSeconds), Seconds(terms.HeartbeatSeconds));
        return Event(resource, "Scheduled", resource switch
        {
            TaskResource.Integration integration => JsonObject.Of(
                ("resourceType", integration.ResourceType), ("resource", integration.Resource), ("region", region), ("parameters", arguments),
                ("timeoutInSeconds", timeout), ("heartbeatInSeconds", heartbeat), ("taskCredentials", credentials)),
            TaskResource.Activity => JsonObject.Of(
                ("resource", resource.Text), ("input", arguments), ("inputDetails", Whole),
                ("timeoutInSeconds", timeout), ("heartbeatInSeconds", heartbeat)),
            _ => JsonObject.Of(
                ("resource", resource.Text), ("input", arguments), ("inputDetails", Whole), ("timeoutInSeconds", timeout),
                ("taskCredentials", credentials)),
        });
    }

    /// <param name="resource">The state's resource.</param>
    /// <param name="workerName">Who has taken an activity's task; null where nobody said, and for other tasks.</param>
    public static TaskEvent Started(TaskResource resource, string? workerName = null) => resource switch
    {
        TaskResource.Integration integration => Event(resource, "Started", Named(integration)),
        TaskResource.Activity => Event(resource, "Started", JsonObject.Of(("workerName", workerName))),
        _ => new("LambdaFunctionStarted", null, JsonObject.Empty),
    };

    /// <summary>The service has answered, and the state waits on.</summary>
    /// <param name="resource">The state's resource.</param>
    /// <param name="output">The JSON text of the answer.</param>
    public static TaskEvent Submitted(TaskResource.Integration resource, string output) => Event(resource, "Submitted", WithOutput(resource, output));

    /// <param name="resource">The state's resource.</param>
    /// <param name="output">The JSON text of the result.</param>
    public static TaskEvent Succeeded(TaskResource resource, string output) => Event(resource, "Succeeded", WithOutput(resource, output));

    public static TaskEvent Failed(TaskResource resource, string? error, string? cause) => Event(resource, "Failed", WithError(resource, error, cause));

    /// <summary>The state's time, or the time between two heartbeats, is over.</summary>
    public static TaskEvent TimedOut(TaskResource resource, string? cause = null) =>
        Event(resource, "TimedOut", WithError(resource, "States.Timeout", cause));

    private static TaskEvent Event(TaskResource resource, string what, JsonObject details)
    {
        var kind = resource switch { TaskResource.Integration => "Task", TaskResource.Activity => "Activity", _ => "LambdaFunction" };
        return new(kind + what, $"{char.ToLowerInvariant(kind[0])}{kind[1..]}{what}EventDetails", details);
    }

    private static JsonObject WithOutput(TaskResource resource, string output) =>
        Named(resource as TaskResource.Integration).Merge(JsonObject.Of(("output", output), ("outputDetails", Whole)));

    private static JsonObject WithError(TaskResource resource, string? error, string? cause) =>
        Named(resource as TaskResource.Integration).Merge(JsonObject.Of(("error", error), ("cause", cause)));

    private static JsonObject Named(TaskResource.Integration? integration) => integration is null
        ? JsonObject.Empty
        : JsonObject.Of(("resourceType", integration.ResourceType), ("resource", integration.Resource));

    private static JsonNumber? Seconds(long? seconds) => seconds is { } value ? new(value) : null;
}
