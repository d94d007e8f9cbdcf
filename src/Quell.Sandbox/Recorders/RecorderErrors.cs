using Quell.Aws;

namespace Quell.Sandbox.Recorders;

/// <summary>How AWS Config refuses (AWS Config API Reference, each operation's errors).</summary>
internal static class RecorderErrors
{
    public static AwsException NoSuchRecorder(string name) => new(
        "NoSuchConfigurationRecorderException", $"Cannot find configuration recorder with the specified name '{name}'.");

    public static AwsException NoSuchChannel(string name) => new(
        "NoSuchDeliveryChannelException", $"Cannot find delivery channel with specified name '{name}'.");

    public static AwsException Unsupported(string member) => new("ValidationException", $"The simulated account does not support {member}.");
}
