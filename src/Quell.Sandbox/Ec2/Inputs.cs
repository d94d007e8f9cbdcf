using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Sandbox.Ec2;

/// <summary>Reads what an operation needs from its input, failing as EC2 does.</summary>
internal static class Inputs
{
    public const string InvalidParameterValue = "InvalidParameterValue";

    /// <summary>The text of a member that is there: the model requires it, or a stored resource always has it.</summary>
    public static string Text(this JsonObject input, string member) => input.String(member)
        ?? throw new AwsException("MissingParameter", $"The request must contain the parameter {Wire(member)}");

    /// <summary>The value of EC2's <c>AttributeBooleanValue</c>: <c>{"Value": true}</c>; null where it is not given.</summary>
    public static bool? Flag(this JsonObject input, string member) => input.Object(member)?.Bool("Value");

    public static IReadOnlyList<string> Texts(this JsonObject input, string member) => [.. input.Array(member).Strings];

    public static AwsException Invalid(string message) => new(InvalidParameterValue, message);

    public static AwsException InvalidValue(string value, string parameter, string reason) =>
        Invalid($"Value ({value}) for parameter {parameter} is invalid. {reason}");

    public static AwsException InUse(string noun, string id) =>
        new("DependencyViolation", $"The {noun} '{id}' has dependencies and cannot be deleted.");

    /// <summary>The answer of the calls that only say that they worked.</summary>
    public static JsonObject Return { get; } = JsonObject.Of(("Return", true));

    private static string Wire(string member) => char.ToLowerInvariant(member[0]) + member[1..];
}
