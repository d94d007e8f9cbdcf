using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Workflows.Testing;

/// <summary>What a tested state has come to.</summary>
internal sealed partial record StateVerdict
{
    public string Status { get; init; } = "";

    public JsonValue? Output { get; init; }

    /// <summary>Null where the state leads nowhere.</summary>
    public string? NextState { get; init; }

    public string? Error { get; init; }

    public string? Cause { get; init; }

    /// <summary>The retrier that the error is for; null for none.</summary>
    public int? RetryIndex { get; init; }

    /// <summary>How long it is to be waited until the next attempt; null for no other attempt.</summary>
    public TimeSpan? Backoff { get; init; }

    public int? CatchIndex { get; init; }

    public required JsonObject Inspected { get; init; }

    public required ImmutableDictionary<string, JsonValue> Variables { get; init; }

    /// <summary>The answer to TestState.</summary>
    public JsonObject ToJson(StateTest test, JsonObject exchange) => JsonObject.Of(
        ("output", Output?.ToSpelledString()),
        ("error", Error),
        ("cause", Cause is null ? null : Prefix().Replace(Cause, "")),
        ("inspectionData", test.Level == "INFO" ? null : Inspection(test).Merge(exchange)),
        ("nextState", NextState),
        ("status", Status));

    private JsonObject Inspection(StateTest test) => JsonObject.Of(("input", test.Input.ToSpelledString())).Merge(Inspected).Merge(JsonObject.Of(
        ("variables", Variables.IsEmpty ? null : JsonObject.From(Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal)).ToString()),
        ("errorDetails", RetryIndex is null && CatchIndex is null ? null : JsonObject.Of(
            ("catchIndex", CatchIndex is { } caught ? (JsonValue)caught : null),
            ("retryIndex", RetryIndex is { } retried ? (JsonValue)retried : null),
            ("retryBackoffIntervalSeconds", Backoff is { } backoff ? (JsonValue)(long)Math.Round(backoff.TotalSeconds) : null)))));

    /// <summary>With which an execution's causes begin, and those of a test do not.</summary>
    [GeneratedRegex(@"^An error occurred while executing the state '.*?' \(entered at the event id #\d+\)\. ", RegexOptions.Singleline)]
    private static partial Regex Prefix();
}
