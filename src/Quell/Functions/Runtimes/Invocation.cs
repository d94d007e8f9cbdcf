using System.Globalization;
using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Functions.Runtimes;

/// <summary>One start of a function.</summary>
/// <param name="RequestId">AWS's request id, which is the execution's id too.</param>
/// <param name="Arn">The ARN as the caller named the function, with the qualifier.</param>
/// <param name="Payload">The event, as JSON.</param>
/// <param name="Attempt">Counts from 1.</param>
/// <param name="ClientContext">JSON for <c>context.clientContext</c>; null where the caller gave none.</param>
internal sealed record Invocation(
    string RequestId, string Arn, ReadOnlyMemory<byte> Payload, CallCause Cause, int Attempt = 1, string? ClientContext = null);

/// <summary>What came of an invocation.</summary>
/// <param name="Payload">The function's answer, or the error as JSON.</param>
/// <param name="Fault">Why it failed; null where it did not.</param>
/// <param name="LogTail">The last 4 KB of its log.</param>
/// <param name="Duration">From the start to the answer.</param>
internal sealed record InvocationOutcome(ReadOnlyMemory<byte> Payload, FunctionFault? Fault, string LogTail, TimeSpan Duration);

/// <summary>Why an invocation failed, in Lambda's words (Developer Guide, "Lambda runtime errors").</summary>
internal sealed record FunctionFault(string Type, string Message)
{
    /// <summary>The error document where the function has not written one of its own.</summary>
    public byte[] Document { get; init; } = JsonObject.Of(("errorType", Type), ("errorMessage", Message)).ToUtf8();

    public bool IsTimeout => Type == "Sandbox.Timedout";

    public static FunctionFault Timeout(string requestId, TimeSpan limit) => new(
        "Sandbox.Timedout",
        string.Create(CultureInfo.InvariantCulture, $"RequestId: {requestId} Error: Task timed out after {limit.TotalSeconds:F2} seconds"));

    public static FunctionFault Exit(string requestId, string how) =>
        new("Runtime.ExitError", $"RequestId: {requestId} Error: {how}");

    /// <summary>The error that a runtime reported, <c>{"errorType", "errorMessage", …}</c>, passed on as it is.</summary>
    public static FunctionFault Reported(byte[] document, string? type)
    {
        var error = TryParse(document);
        return new(error?.String("errorType") ?? type ?? "Runtime.Unknown", error?.String("errorMessage") ?? "")
        {
            Document = error is null ? JsonObject.Of(("errorType", type ?? "Runtime.Unknown"), ("errorMessage", "")).ToUtf8() : document,
        };
    }

    private static JsonObject? TryParse(byte[] document)
    {
        try
        {
            return JsonValue.Parse(document) as JsonObject;
        }
        catch (JsonSyntaxException)
        {
            return null;
        }
    }
}
