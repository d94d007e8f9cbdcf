using System.Globalization;
using System.Text;
using Quell.Deliveries;
using Quell.Engine.Json;

namespace Quell.Functions.Executions;

/// <summary>
/// What leaves when an execution is over: the invocation record to its destination, and the event to the function's dead-letter
/// queue (Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations").
/// </summary>
internal static class ExecutionEnd
{
    /// <param name="condition"><c>Success</c>, <c>RetriesExhausted</c> or <c>EventAgeExceeded</c>.</param>
    /// <param name="version">The version that ran; null where none did.</param>
    public static IReadOnlyList<NewDelivery> Deliveries(Execution execution, AsyncPolicy policy, string condition, string? version)
    {
        var deliveries = new List<NewDelivery>();
        var isFailure = execution.State != ExecutionState.Succeeded;
        if ((isFailure ? policy.OnFailure : policy.OnSuccess) is { } destination)
        {
            deliveries.Add(Delivery(execution, destination, Record(execution, condition, version).ToUtf8(), JsonObject.Empty));
        }

        if (isFailure && policy.DeadLetters is { } letters)
        {
            deliveries.Add(Delivery(execution, letters, execution.Input, LetterAttributes(execution)));
        }

        return deliveries;
    }

    private static NewDelivery Delivery(Execution execution, string target, ReadOnlyMemory<byte> payload, JsonObject attributes) => new()
    {
        EventId = execution.EventId,
        Parent = execution.Delivery,
        Source = execution.Target,
        Target = target,
        Spec = JsonObject.Of(("Arn", target), ("MessageAttributes", attributes)),
        Payload = payload,
    };

    private static JsonObject Record(Execution execution, string condition, string? version)
    {
        var record = execution.ToRecord();
        var isRun = version is not null && execution.Attempts > 0;
        return JsonObject.Of(
            ("version", "1.0"),
            ("timestamp", record["ended"]),
            ("requestContext", JsonObject.Of(
                ("requestId", execution.Id),
                ("functionArn", FunctionName.FromArn(execution.Target) is { Qualifier: null } name ? $"{name.Arn}:{FunctionName.Latest}" : execution.Target),
                ("condition", condition),
                ("approximateInvokeCount", execution.Attempts))),
            ("requestPayload", record["input"]),
            ("responseContext", isRun ? JsonObject.Of(
                ("statusCode", 200),
                ("executedVersion", version is null ? null : (JsonValue)version),
                ("functionError", execution.State == ExecutionState.Succeeded ? null : (JsonValue)"Unhandled")) : null),
            ("responsePayload", isRun ? record["result"] : null));
    }

    private static JsonObject LetterAttributes(Execution execution) => JsonObject.Of(
        ("RequestID", Text(execution.Id)),
        ("ErrorCode", JsonObject.Of(("DataType", "Number"), ("StringValue", 200.ToString(CultureInfo.InvariantCulture)))),
        ("ErrorMessage", Text(Shortened(execution.ErrorMessage ?? execution.ErrorCode ?? ""))));

    private static JsonObject Text(string value) => JsonObject.Of(("DataType", "String"), ("StringValue", value.Length == 0 ? "-" : value));

    /// <summary>The first kilobyte.</summary>
    private static string Shortened(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= 1024 ? text : Encoding.UTF8.GetString(bytes, 0, 1024).TrimEnd('\uFFFD');
    }
}
