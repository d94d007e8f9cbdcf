namespace Quell.Engine.Workflows.Failures;

/// <summary>The names of errors that the language itself has (Amazon States Language, "Appendix A"; developer guide, "Error names").</summary>
internal static class ErrorNames
{
    public const string All = "States.ALL";
    public const string Timeout = "States.Timeout";
    public const string HeartbeatTimeout = "States.HeartbeatTimeout";
    public const string TaskFailed = "States.TaskFailed";
    public const string Runtime = "States.Runtime";
    public const string DataLimitExceeded = "States.DataLimitExceeded";
    public const string QueryEvaluationError = "States.QueryEvaluationError";
    public const string ItemReaderFailed = "States.ItemReaderFailed";
    public const string ResultWriterFailed = "States.ResultWriterFailed";

    /// <summary>Whether a name in <c>ErrorEquals</c> is meant to match the error.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="error">The error's name; null for an error without one, which only <c>States.ALL</c> and <c>States.TaskFailed</c> match.</param>
    public static bool Matches(string name, string? error) => name switch
    {
        All => true,
        TaskFailed => error is not (Timeout or HeartbeatTimeout),
        Timeout => error is Timeout or HeartbeatTimeout,
        _ => name == error,
    };
}
