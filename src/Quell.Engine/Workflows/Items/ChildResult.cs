using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items;

/// <summary>How a child execution stands when its Map Run is over.</summary>
internal enum ChildStatus
{
    Succeeded,
    Failed,
    TimedOut,
    Aborted,

    /// <summary>It was never started, because the run failed or was stopped before.</summary>
    Pending,
}

/// <summary>One child execution of a Map Run as a result writer needs it. One that never started has an input and nothing else.</summary>
internal sealed record ChildResult(ChildStatus Status, JsonValue Input)
{
    public string? ExecutionArn { get; init; }

    public string? Name { get; init; }

    /// <summary>With the label of the state: <c>…:stateMachine:orders/Each</c>.</summary>
    public string? StateMachineArn { get; init; }

    public JsonValue? Output { get; init; }

    public string? Error { get; init; }

    public string? Cause { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    public DateTimeOffset? StopDate { get; init; }

    public int RedriveCount { get; init; }

    /// <summary>
    /// The record as it is exported: members in alphabetical order, input and output as JSON text (developer guide,
    /// "ResultWriter (Map)", transformation NONE; what it says nothing of as in result files of AWS that public tests keep).
    /// </summary>
    public JsonObject ToRecord()
    {
        var details = JsonObject.Of(("Included", true));
        var input = (JsonValue)new JsonString(Input.ToString());
        if (Status == ChildStatus.Pending)
        {
            return JsonObject.Of(("Input", input), ("InputDetails", details), ("Status", "PENDING"));
        }

        var succeeded = Status == ChildStatus.Succeeded;
        return JsonObject.Of(
            ("Cause", Cause),
            ("Error", Error),
            ("ExecutionArn", ExecutionArn),
            ("Input", input),
            ("InputDetails", details),
            ("Name", Name),
            ("Output", Output?.ToString()),
            ("OutputDetails", details),
            ("RedriveCount", RedriveCount),
            ("RedriveStatus", succeeded ? "NOT_REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN"),
            ("RedriveStatusReason", succeeded ? "Execution is SUCCEEDED and cannot be redriven" : null),
            ("StartDate", Written(StartDate)),
            ("StateMachineArn", StateMachineArn),
            ("Status", Word(Status)),
            ("StopDate", Written(StopDate)));
    }

    private static string Word(ChildStatus status) => status switch
    {
        ChildStatus.Succeeded => "SUCCEEDED",
        ChildStatus.TimedOut => "TIMED_OUT",
        ChildStatus.Aborted => "ABORTED",
        _ => "FAILED",
    };

    private static string? Written(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
