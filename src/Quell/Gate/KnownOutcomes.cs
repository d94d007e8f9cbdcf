using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Gate;

/// <summary>
/// What the recorded changes tell of a call that was under way when the process ended. A change towards AWS whose outcome nobody
/// knows is not repeated: the task fails, and what then is for its Retry and Catch to say.
/// </summary>
internal sealed class KnownOutcomes(ChangeLog changes)
{
    /// <summary>The error's name of a call whose outcome is not known.</summary>
    public const string Unknown = "OutcomeUnknown";

    /// <summary>What came of a request that an execution has made.</summary>
    /// <returns>Exactly one of both; null where the call may be made (again).</returns>
    public (JsonObject? Result, AwsException? Refusal)? Of(string execution, string requestId)
    {
        var change = changes.OfExecution(execution).Find(change => change.String("requestId") == requestId);
        return change?.String("state") switch
        {
            "done" => (change.Object("result") ?? JsonObject.Empty, null),
            "failed" => (null, new AwsException(change.String("errorCode") ?? Unknown, change.String("errorMessage") ?? "")),
            "intent" or "indeterminate" => (null, new AwsException(
                Unknown, $"Quell ended while this call was under way, and whether AWS has carried it out is not known. It is recorded as {change.String("id")} and not repeated.", 409)),
            _ => null,
        };
    }
}
