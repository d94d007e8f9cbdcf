namespace Quell.Commands;

/// <summary>The statuses of commands and of their invocations (Systems Manager User Guide, "Understanding command statuses").</summary>
internal static class CommandStatus
{
    public const string Pending = "Pending";
    public const string InProgress = "InProgress";
    public const string Success = "Success";
    public const string Failed = "Failed";
    public const string TimedOut = "TimedOut";
    public const string Cancelling = "Cancelling";
    public const string Cancelled = "Cancelled";

    /// <summary>Details of <see cref="TimedOut"/>: it was not begun within the request's TimeoutSeconds.</summary>
    public const string DeliveryTimedOut = "DeliveryTimedOut";

    /// <summary>Details of <see cref="TimedOut"/>: a script ran longer than its execution timeout.</summary>
    public const string ExecutionTimedOut = "ExecutionTimedOut";

    /// <summary>Details of an invocation that was not begun because others had failed beyond MaxErrors.</summary>
    public const string Terminated = "Terminated";

    /// <summary>Details of an invocation that could not be carried out, or whose outcome is not known.</summary>
    public const string Undeliverable = "Undeliverable";

    /// <summary>Details of a command that did not succeed everywhere, with no more failures than MaxErrors.</summary>
    public const string Incomplete = "Incomplete";

    public static bool IsOver(string? status) => status is Success or Failed or TimedOut or Cancelled;

    /// <summary>Whether details say that nothing was run, or that nobody knows what became of it.</summary>
    public static bool IsUndelivered(string? details) => details is Undeliverable or DeliveryTimedOut;

    /// <summary>Whether an invocation counts against MaxErrors.</summary>
    public static bool IsError(string? status) => status is Failed or TimedOut;
}
