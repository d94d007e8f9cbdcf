using Quell.Aws;

namespace Quell.Events.Operations;

/// <summary>The errors of the events API in AWS's words.</summary>
internal static class EventErrors
{
    public static AwsException Validation(string message) => new("ValidationException", message);

    public static AwsException NotFound(string message) => new("ResourceNotFoundException", message);

    public static AwsException NoBus(string bus) => NotFound($"Event bus {bus} does not exist.");

    public static AwsException NoRule(string rule, string bus) => NotFound($"Rule {rule} does not exist on EventBus {bus}.");

    public static AwsException Exists(string message) => new("ResourceAlreadyExistsException", message);

    public static AwsException LimitExceeded(string message) => new("LimitExceededException", message);

    public static AwsException InvalidPattern(string message) => new("InvalidEventPatternException", message);
}
