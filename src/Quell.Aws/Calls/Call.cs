using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Aws.Calls;

/// <summary>
/// One request to a cloud API, decoded: what every pass through the gate, every trail record and every change is about.
/// </summary>
internal sealed record Call
{
    /// <summary>AWS's request id: unique, in the form of a UUID.</summary>
    public required string RequestId { get; init; }

    /// <summary>The service by its botocore name: <c>ec2</c>, <c>s3</c>, <c>events</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The operation by its model name: <c>CreateVpc</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The parameters by their model names; timestamps as ISO 8601 texts, blobs as base64 texts.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>The caller's account and the region that the request is for.</summary>
    public required Scope Scope { get; init; }

    public required Principal Principal { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The streaming payload, already spooled; null where the operation has none or it was empty.</summary>
    public Blob? Body { get; init; }

    public string SourceIp { get; init; } = "127.0.0.1";

    public string UserAgent { get; init; } = "";

    /// <summary>The host the caller addressed, without scheme; goes into S3's trail records and queue URLs.</summary>
    public string Host { get; init; } = "127.0.0.1:4600";

    /// <summary>
    /// Whose ids this call makes: the execution's attempt and the ordinal of the call within it, so that a rehearsal gets the
    /// same ids. Null for a call from outside, whose ids derive from its place in the journal.
    /// </summary>
    public string? IdOwner { get; init; }

    /// <summary>What in Quell made this call; null for a call from outside.</summary>
    public CallCause? Cause { get; init; }

    /// <summary>Whether it may have been made before, under this request id, by what a crash cut off: then the answer is that of before.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>What wants to be committed with the call's effect; null for nothing.</summary>
    public CallReceipt? Receipt { get; init; }
}

/// <summary>Why a call was made: the execution that made it, and the event that started that, if one did.</summary>
/// <param name="ExecutionId">The execution's id; null where no execution is behind the call (a stack).</param>
/// <param name="EventId">The id of the event that led to it.</param>
/// <param name="RuleArn">The rule that matched the event.</param>
/// <param name="StackId">The stack whose deployment made it; null where no stack is behind the call.</param>
internal sealed record CallCause(string? ExecutionId, string? EventId = null, string? RuleArn = null, string? StackId = null);

/// <summary>What an operation answered.</summary>
/// <param name="Output">The result by the model's member names.</param>
/// <param name="Body">The streaming payload, for operations that have one: the slices one after the other.</param>
internal sealed record CallResult(JsonObject Output, IReadOnlyList<BlobSlice>? Body = null);
