using Quell.Engine.Executions;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Work that failed, as a step's failure in AWS's words.</summary>
internal static class ServiceFailure
{
    /// <param name="doing">What the step's action is about; a call is always being executed.</param>
    public static StepException Of(Work work, string? error, string? cause, string doing) => new(Message(work, error, cause))
    {
        Error = error,
        Type = Kind(error),
        Doing = work.Kind == RunbookWork.Call ? StepException.Executing : doing,
    };

    private static string Message(Work work, string? error, string? cause) => work.Kind switch
    {
        RunbookWork.Call => $"An error occurred ({error}) when calling the {work.Spec.String("api")} operation: {cause}",
        RunbookWork.Script when cause is not null => cause,
        _ when error is null => cause ?? "It failed without saying why",
        _ => $"{error}: {cause}",
    };

    /// <summary>API reference, FailureDetails, "FailureType".</summary>
    private static string Kind(string? error) =>
        error is null ? StepException.Action
        : error.Contains("AccessDenied", StringComparison.Ordinal) || error is "UnauthorizedOperation" or "AuthFailure" ? "Permission"
        : error.Contains("Throttl", StringComparison.Ordinal) || error is "RequestLimitExceeded" or "TooManyRequestsException" ? "Throttling"
        : StepException.Action;
}
