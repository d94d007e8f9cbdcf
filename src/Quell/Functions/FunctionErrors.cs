using Quell.Aws;

namespace Quell.Functions;

/// <summary>Lambda's refusals, with its own codes, texts and statuses (Lambda API Reference, "Common errors" and each operation).</summary>
internal static class FunctionErrors
{
    public static AwsException NotFound(FunctionName name) =>
        new("ResourceNotFoundException", $"Function not found: {name.QualifiedArn}", 404);

    public static AwsException Exists(string name) =>
        new("ResourceConflictException", $"Function already exist: {name}", 409);

    public static AwsException Invalid(string message) => new("InvalidParameterValueException", message);

    public static AwsException Unsupported(string member) =>
        Invalid($"{member} is not supported by Quell: its functions are zip packages that run in a child process of their own.");

    public static AwsException Missing(string message) => new("ResourceNotFoundException", message, 404);

    public static AwsException Conflict(string message) => new("ResourceConflictException", message, 409);

    public static AwsException Throttled() => new("TooManyRequestsException", "Rate Exceeded.", 429);

    /// <summary>A constraint of the service model that a value does not meet.</summary>
    public static AwsException Constraint(string member, string value, string constraint) => new(
        "ValidationException",
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");
}
