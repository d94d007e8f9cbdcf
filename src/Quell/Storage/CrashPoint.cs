using System.Diagnostics;

namespace Quell.Storage;

/// <summary>
/// The crash hook: <c>QUELL_CRASH_AT=point:n</c> ends the process as <c>kill -9</c> does, the n-th time the point is reached.
/// Every place where something is journaled, sent or acknowledged has a point (docs/reference/crash-points.md), so that a
/// test can go through all of them. <c>point:n@FILE</c> counts from when the file is there, behind what the process does at first.
/// Costs one comparison where it is not set.
/// </summary>
internal static class CrashPoint
{
    private const string Variable = "QUELL_CRASH_AT";

    private static int _reached;

    /// <summary>Every point there is.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        JournalBeforeCommit, JournalAfterCommit, CallBeforeAnswer, DeliveryBeforeSend, DeliveryAfterSend,
        DeliveryAfterRecord, FunctionBeforeStart, FunctionAfterStart, FunctionBeforeResult, CloudBeforeSend, CloudAfterSend,
        StackBetweenResources, TimerBeforeFire, BlobAfterStore, RelayBeforeDelete, ReplayAfterPage,
        ExecutionBeforeEvent, ExecutionAfterEvent, WorkBeforeStart, WorkAfterEnd,
    ];

    private static volatile bool _isCounting;

    private static readonly (string Point, int Count, string? File) Armed = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>What is wrong with the variable; null where it is right or not set.</summary>
    public static string? Fault => Environment.GetEnvironmentVariable(Variable) is { } setting && Armed == default
        ? $"{Variable} is '{setting}'; it takes POINT:N with N from 1, such as {JournalAfterCommit}:3, and POINT:N@FILE. The points are {string.Join(", ", All)}."
        : null;

    public const string JournalBeforeCommit = "journal.before-commit";
    public const string JournalAfterCommit = "journal.after-commit";
    public const string CallBeforeAnswer = "call.before-answer";
    public const string DeliveryBeforeSend = "delivery.before-send";
    public const string DeliveryAfterSend = "delivery.after-send";
    public const string DeliveryAfterRecord = "delivery.after-record";
    public const string FunctionBeforeStart = "function.before-start";
    public const string FunctionAfterStart = "function.after-start";
    public const string FunctionBeforeResult = "function.before-result";
    public const string CloudBeforeSend = "cloud.before-send";
    public const string CloudAfterSend = "cloud.after-send";
    public const string StackBetweenResources = "stack.between-resources";
    public const string TimerBeforeFire = "timer.before-fire";
    public const string BlobAfterStore = "blob.after-store";
    public const string RelayBeforeDelete = "relay.before-delete";
    public const string ReplayAfterPage = "replay.after-page";
    public const string ExecutionBeforeEvent = "execution.before-event";
    public const string ExecutionAfterEvent = "execution.after-event";
    public const string WorkBeforeStart = "work.before-start";
    public const string WorkAfterEnd = "work.after-end";

    /// <summary>Dies here if this is the armed point and its count is reached.</summary>
    public static void Reach(string point)
    {
        if (Armed.Count > 0 && Armed.Point == point && IsCounting() && Interlocked.Increment(ref _reached) == Armed.Count)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Environment.FailFast("QUELL_CRASH_AT: the process outlived its own kill.");
        }
    }

    private static bool IsCounting() => _isCounting || (_isCounting = Armed.File is null || File.Exists(Armed.File));

    private static (string Point, int Count, string? File) Parse(string? setting)
    {
        if (setting is null)
        {
            return default;
        }

        var at = setting.IndexOf('@', StringComparison.Ordinal);
        var (armed, file) = at < 0 ? (setting, null) : (setting[..at], setting[(at + 1)..]);
        var cut = armed.LastIndexOf(':');
        return cut > 0 && file is not "" && All.Contains(armed[..cut]) && int.TryParse(armed.AsSpan(cut + 1), out var count) && count > 0
            ? (armed[..cut], count, file)
            : default;
    }
}
