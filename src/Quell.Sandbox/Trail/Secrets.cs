using System.Collections.Frozen;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>What the trail never shows. The models' own marks for it are not at hand, so names decide.</summary>
internal static class Secrets
{
    private static readonly JsonValue Hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";

    /// <summary>Left out of the record altogether, by service (empty for all).</summary>
    private static readonly FrozenSet<(string Service, string Member)> LeftOut = FrozenSet.ToFrozenSet(
    [
        ("", "SecretAccessKey"), ("iam", "Password"), ("iam", "OldPassword"), ("iam", "NewPassword"), ("iam", "PrivateKey"),
        ("iam", "ServicePassword"), ("iam", "Base32StringSeed"), ("secretsmanager", "SecretString"), ("secretsmanager", "SecretBinary"), ("lambda", "Variables"),
        ("lambda", "ZipFile"), ("lambda", "Payload"), ("kms", "Plaintext"), ("kms", "CiphertextBlob"), ("ec2", "KeyMaterial"), ("ec2", "CustomerGatewayConfiguration"),
        ("events", "AuthParameters"),
        ("cloudformation", "ParameterValue"),
    ]);

    private static readonly FrozenSet<(string Service, string Member)> Masked = FrozenSet.ToFrozenSet(
    [
        ("ssm", "Value"), ("sns", "Message"), ("sns", "Subject"), ("sns", "Endpoint"), ("sns", "Token"), ("sqs", "MessageBody"),
        ("states", "input"), ("states", "output"), ("states", "definition"),
    ]);

    private static readonly string[] MaskedParts = ["Password", "PrivateKey", "AuthToken", "PreSharedKey", "SecretKey"];

    /// <summary>The value as the trail may show it; null where it shows none.</summary>
    /// <param name="service">The service by its botocore name.</param>
    /// <param name="member">The member's model name.</param>
    /// <param name="value">What the caller gave or got.</param>
    /// <param name="depth">How many structures deep the member lies; only parameters themselves are masked by service.</param>
    public static JsonValue? Show(string service, string member, JsonValue value, int depth = 0) =>
        LeftOut.Contains(("", member)) || LeftOut.Contains((service, member)) ? null
        : value is JsonString && ((depth == 0 && Masked.Contains((service, member))) || MaskedParts.Any(part => member.EndsWith(part, StringComparison.OrdinalIgnoreCase)))
            ? Hidden
        : value;
}
