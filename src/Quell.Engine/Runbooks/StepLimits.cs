using Quell.Engine.Json;
using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks;

/// <summary>How often and how long a step may be tried, and what else its first event tells.</summary>
internal static class StepLimits
{
    /// <summary>Seconds that any step may take: the longest that AWS has, for approvals and pauses (30 days, "aws:approve").</summary>
    private const long Longest = 2_592_000;

    /// <summary>Bytes that a step's inputs or outputs may have with all values in their places.</summary>
    public const int LargestData = 4 * 1024 * 1024;

    /// <summary>Levels that they may have: with what is around them in a record they still can be read.</summary>
    private const int Deepest = JsonReading.MaxDepth - 16;

    /// <exception cref="StepException">It is no whole number above 0.</exception>
    public static int MaxAttempts(RunbookStep step, RunbookScope scope) =>
        step.MaxAttempts is { } written ? (int)Math.Min(Whole("maxAttempts", written, scope), int.MaxValue) : 1;

    /// <exception cref="StepException">It is no whole number above 0.</exception>
    public static TimeSpan? Timeout(RunbookStep step, RunbookAction action, RunbookScope scope)
    {
        var own = step.TimeoutSeconds is { } written ? TimeSpan.FromSeconds(Math.Min(Whole("timeoutSeconds", written, scope), Longest)) : action.Timeout;
        return action.LongestTimeout is { } longest && !(own < longest) ? longest : own;
    }

    public static JsonObject Describe(RunbookStep step, RunbookFrame frame)
    {
        var round = frame.Loops.IsEmpty ? null : frame.Loops[^1];
        return JsonObject.Of(
            ("action", step.Action),
            ("timeoutSeconds", frame.Step.Timeout is { } timeout ? (long)timeout.TotalSeconds : null),
            ("maxAttempts", frame.Step.MaxAttempts),
            ("onFailure", Text(step.OnFailure)), ("onCancel", Text(step.OnCancel)),
            ("isCritical", step.IsCritical), ("isEnd", step.IsEnd), ("nextStep", step.NextStep),
            ("loop", round?.Loop), ("iteration", round?.Iteration is { } iteration ? iteration : null), ("iteratorValue", round?.Items?[round.Iteration - 1]));
    }

    /// <exception cref="StepException">They are too large.</exception>
    public static JsonObject Bounded(JsonObject outputs) => Mistake(outputs) is { } mistake ? throw StepException.Verification($"The step's outputs {mistake}") : outputs;

    /// <exception cref="StepException">They are too large.</exception>
    public static JsonObject BoundedInputs(JsonObject inputs) => Mistake(inputs) is { } mistake ? throw StepException.Inputs($"The step's inputs {mistake}") : inputs;

    private static string? Mistake(JsonObject data) =>
        data.Depth > Deepest ? $"are nested more than {Deepest} levels" : data.Size > LargestData ? $"have {data.Size} bytes; {LargestData} are allowed" : null;

    private static string Text(StepEscape escape) => escape.Kind == EscapeKind.Step ? $"step:{escape.Step}" : escape.Kind.ToString();

    private static long Whole(string name, JsonValue written, RunbookScope scope) =>
        TypeConversion.Convert(scope.Resolve(written), RunbookType.Integer) is JsonNumber number && number.TryAsLong(out var whole) && whole > 0
            ? whole
            : throw StepException.Inputs($"{name} is {written}, which is no whole number above 0");
}
