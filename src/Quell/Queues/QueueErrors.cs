using Quell.Aws;

namespace Quell.Queues;

/// <summary>How SQS refuses (SQS API reference, "Common errors" and each action's "Errors").</summary>
internal static class QueueErrors
{
    public static AwsException DoesNotExist() => new("QueueDoesNotExist", "The specified queue does not exist.");

    public static AwsException InvalidAddress(string url) =>
        new("InvalidAddress", $"The address {url} is not valid for this endpoint.", 404);

    public static AwsException AccessDenied(string url) => new("AccessDenied", $"Access to the resource {url} is denied.", 403);

    public static AwsException InvalidValue(string message) => new("InvalidParameterValue", message);

    public static AwsException InvalidAttributeValue(string name, string? value) =>
        new("InvalidAttributeValue", value is null
            ? $"Invalid value for the parameter {name}."
            : $"Invalid value for the parameter {name}. Reason: '{value}' is not allowed.");

    public static AwsException InvalidAttributeName(string name) => new("InvalidAttributeName", $"Unknown Attribute {name}.");

    public static AwsException InvalidReceipt(string handle) =>
        new("ReceiptHandleIsInvalid", $"The input receipt handle \"{handle}\" is not a valid receipt handle.");

    public static AwsException Fifo() => new(
        "UnsupportedOperation", "Quell serves standard queues only: FIFO queues (.fifo, FifoQueue, MessageGroupId, MessageDeduplicationId) are not supported.");
}
