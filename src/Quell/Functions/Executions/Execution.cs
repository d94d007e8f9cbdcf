using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Functions.Executions;

/// <summary>How an execution stands.</summary>
internal enum ExecutionState
{
    /// <summary>For its first or next attempt.</summary>
    Waiting = 0,
    Started = 1,
    Succeeded = 2,
    Failed = 3,
    TimedOut = 4,

    /// <summary>Somebody stopped it; functions never are.</summary>
    Aborted = 5,
}

/// <summary>One durable run of a function, with all its attempts, as it is journaled.</summary>
internal sealed record Execution
{
    /// <summary>The request id that the function sees: a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The function's ARN as it was named, with the qualifier.</summary>
    public required string Target { get; init; }

    public required Scope Scope { get; init; }

    /// <summary>The event that led to it; null where none did.</summary>
    public string? EventId { get; init; }

    /// <summary>The rule or subscription that matched it.</summary>
    public string? Rule { get; init; }

    /// <summary>The delivery that brought it; null for an Invoke.</summary>
    public long? Delivery { get; init; }

    public ExecutionState State { get; init; }

    /// <summary>Attempts that were started.</summary>
    public int Attempts { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public required DateTimeOffset Next { get; init; }

    /// <summary>When the last attempt was started.</summary>
    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>The event for the function, as JSON.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>What the last attempt answered; null where it has not, or where the answer is too long to keep.</summary>
    public ReadOnlyMemory<byte>? Result { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public bool IsDone => State >= ExecutionState.Succeeded;

    /// <summary>As listings show it: times in ISO 8601, input and result as JSON.</summary>
    public JsonObject ToRecord() => JsonObject.Of(
        ("id", Id),
        ("kind", ExecutionTable.Kind),
        ("target", Target),
        ("account", Scope.Account),
        ("region", Scope.Region),
        ("eventId", Text(EventId)),
        ("rule", Text(Rule)),
        ("delivery", Delivery is { } delivery ? (JsonValue)delivery : null),
        ("state", State.ToString().ToLowerInvariant()),
        ("attempts", Attempts),
        ("created", Iso(Created)),
        ("next", State == ExecutionState.Waiting ? Iso(Next) : null),
        ("started", Iso(Started)),
        ("ended", Iso(Ended)),
        ("input", Json(Input)),
        ("result", Result is { } result ? Json(result) : null),
        ("errorCode", Text(ErrorCode)),
        ("errorMessage", Text(ErrorMessage)));

    private static JsonValue? Text(string? text) => text is null ? null : (JsonValue)text;

    private static JsonValue? Iso(DateTimeOffset? time) => time is { } value
        ? value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : (JsonValue?)null;

    /// <summary>What is no JSON (a function may answer anything) is shown as text.</summary>
    private static JsonValue Json(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonValue.Parse(bytes.Span);
        }
        catch (JsonSyntaxException)
        {
            return System.Text.Encoding.UTF8.GetString(bytes.Span);
        }
    }
}
