using Quell.Aws;

namespace Quell.Sandbox.Trails;

/// <summary>How CloudTrail refuses (CloudTrail API Reference, each operation's errors).</summary>
internal static class TrailErrors
{
    public static AwsException NotFound(string trailArn, string account) =>
        new("TrailNotFoundException", $"Unknown trail: {trailArn} for the user: {account}");

    public static AwsException InvalidName(string message) => new("InvalidTrailNameException", message);

    public static AwsException InvalidSelectors(string message) => new("InvalidEventSelectorsException", message);

    public static AwsException Combination(string message) => new("InvalidParameterCombinationException", message);
}
