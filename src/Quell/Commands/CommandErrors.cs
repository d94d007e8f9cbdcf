using Quell.Aws;

namespace Quell.Commands;

/// <summary>How Systems Manager refuses what concerns commands (API Reference, the errors of each operation).</summary>
internal static class CommandErrors
{
    public static AwsException Validation(string message) => new("ValidationException", message);

    public static AwsException NotCommand(string name) => new("InvalidDocument", $"Document {name} is no Command document.");

    public static AwsException BadDocument(string message) => new("InvalidDocument", message);

    public static AwsException Parameters(string message) => new("InvalidParameters", message);

    public static AwsException BadInstances(IEnumerable<string> ids, string account) =>
        new("InvalidInstanceId", $"Instances [[{string.Join(", ", ids)}]] not in a valid state for account {account}");

    public static AwsException Duplicate() => new("DuplicateInstanceId", "You can't specify an instance ID in more than one entry.");

    public static AwsException NoCommand(string id) => new("InvalidCommandId", $"There is no command {id}.");

    public static AwsException NoInvocation() => new("InvocationDoesNotExist", "The command ID and managed node ID you specified didn't match any invocations.");

    public static AwsException NoPlugin(string name) => new("InvalidPluginName", $"The command has no plugin {name}.");

    public static AwsException FilterKey(string key) => new("InvalidFilterKey", $"The filter key {key} is not supported here.");
}
