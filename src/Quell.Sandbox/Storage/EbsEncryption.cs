using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>
/// Whether and with which key volumes and snapshots are encrypted: what the call asks for, what the source is, and what the
/// account has set for the region (EBS User Guide, "Amazon EBS encryption").
/// </summary>
internal static class EbsEncryption
{
    /// <summary>The alias of the key that AWS keeps for EBS in each account and region.</summary>
    private const string ManagedAlias = "alias/aws/ebs";

    private const string Type = "ec2:ebs-encryption";

    public static OperationTable AddEbsEncryption(this OperationTable table) => table
        .AddEc2("EnableEbsEncryptionByDefault", "", (ec2, _) => SetDefault(ec2, true))
        .AddEc2("DisableEbsEncryptionByDefault", "", (ec2, _) => SetDefault(ec2, false))
        .AddEc2("GetEbsEncryptionByDefault", "", (ec2, _) => JsonObject.Of(
            ("EbsEncryptionByDefault", ByDefault(ec2)), ("SseType", ByDefault(ec2) ? "sse-kms" : "none")))
        .AddEc2("GetEbsDefaultKmsKeyId", "", (ec2, _) => JsonObject.Of(("KmsKeyId", DefaultKey(ec2))))
        .AddEc2("ModifyEbsDefaultKmsKeyId", "KmsKeyId", (ec2, input) => SetKey(ec2, Arn(ec2.Scope, input.Text("KmsKeyId"))))
        .AddEc2("ResetEbsDefaultKmsKeyId", "", (ec2, _) => SetKey(ec2, null));

    /// <summary>The <c>Encrypted</c> and <c>KmsKeyId</c> of a volume or snapshot that is being made.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="wanted">The parameters <c>Encrypted</c> and <c>KmsKeyId</c> of the call.</param>
    /// <param name="source">The snapshot that it is made from; null where from none.</param>
    public static JsonObject Of(Ec2Region ec2, JsonObject wanted, JsonObject? source = null)
    {
        var key = wanted.String("KmsKeyId") is { Length: > 0 } id ? id : null;
        var isSource = source?.Bool("Encrypted") == true;
        if (key is not null && wanted.Bool("Encrypted") != true && !isSource && !ByDefault(ec2))
        {
            throw new AwsException("InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.");
        }

        if (isSource && wanted.Bool("Encrypted") == false)
        {
            throw new AwsException("InvalidParameterCombination", "The encrypted flag cannot be set to false for a copy of something encrypted.");
        }

        if (wanted.Bool("Encrypted") != true && !isSource && !ByDefault(ec2))
        {
            return JsonObject.Of(("Encrypted", false));
        }

        var same = source?.Text("OwnerId") == ec2.OwnerId ? source["KmsKeyId"] : null;
        return JsonObject.Of(("Encrypted", true), ("KmsKeyId", key is null ? same ?? Arn(ec2.Scope, DefaultKey(ec2)) : Arn(ec2.Scope, key)));
    }

    /// <summary>Whether the key is the one that AWS keeps for EBS: what it encrypts cannot be shared.</summary>
    public static bool IsManaged(Scope scope, string? key) => key == ManagedKey(scope);

    private static JsonObject Settings(Ec2Region ec2) => ec2.Transaction.State.Get(ec2.Scope, Type, "settings") ?? JsonObject.Empty;

    private static void Put(Ec2Region ec2, JsonObject settings) => ec2.Transaction.State.Put(ec2.Scope, Type, "settings", settings);

    private static bool ByDefault(Ec2Region ec2) => Settings(ec2).Bool("ByDefault") == true;

    private static string DefaultKey(Ec2Region ec2) => Settings(ec2).String("KmsKeyId") ?? ManagedAlias;

    private static JsonObject SetDefault(Ec2Region ec2, bool value)
    {
        Put(ec2, Settings(ec2).With("ByDefault", value));
        return JsonObject.Of(("EbsEncryptionByDefault", value));
    }

    private static JsonObject SetKey(Ec2Region ec2, string? key)
    {
        Put(ec2, Settings(ec2).With("KmsKeyId", key is null ? null : (JsonValue)key));
        return JsonObject.Of(("KmsKeyId", DefaultKey(ec2)));
    }

    /// <summary>The ARN of a key given by id, alias or ARN. Whether KMS has it is not looked at: AWS finds that out later.</summary>
    private static string Arn(Scope scope, string key) => key switch
    {
        ManagedAlias => ManagedKey(scope),
        _ when key.StartsWith("arn:", StringComparison.Ordinal) => key,
        _ when key.StartsWith("alias/", StringComparison.Ordinal) => scope.Arn("kms", key).ToString(),
        _ => scope.Arn("kms", $"key/{key}").ToString(),
    };

    private static string ManagedKey(Scope scope) => scope.Arn("kms", $"key/{new IdSource(ManagedAlias, scope.ToString()).Uuid()}").ToString();
}
