namespace Quell.Archives;

/// <summary>The states of a replay (API reference, DescribeReplay).</summary>
internal static class ReplayStates
{
    public const string Starting = "STARTING";
    public const string Running = "RUNNING";
    public const string Cancelling = "CANCELLING";
    public const string Cancelled = "CANCELLED";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";

    /// <summary>Whether it sends, or is about to.</summary>
    public static bool Sends(string? state) => state is Starting or Running;

    public static bool IsOver(string? state) => state is Cancelled or Completed or Failed;
}
