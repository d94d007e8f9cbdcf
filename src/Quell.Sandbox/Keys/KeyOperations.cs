using Quell.Aws.Operations;

namespace Quell.Sandbox.Keys;

/// <summary>The operations of KMS.</summary>
internal static class KeyOperations
{
    private const string Kms = "kms";

    public static OperationTable AddKeys(this OperationTable table) => table
        .AddAliases()
        .AddEncryption()
        .Add(Kms, "CreateKey", KeyCreation.CreateKey)
        .Add(Kms, "DescribeKey", KeyCreation.DescribeKey)
        .Add(Kms, "ListKeys", KeyCreation.ListKeys)
        .Add(Kms, "UpdateKeyDescription", KeyCreation.UpdateKeyDescription)
        .Add(Kms, "EnableKey", KeyStates.EnableKey)
        .Add(Kms, "DisableKey", KeyStates.DisableKey)
        .Add(Kms, "ScheduleKeyDeletion", KeyStates.ScheduleKeyDeletion)
        .Add(Kms, "CancelKeyDeletion", KeyStates.CancelKeyDeletion)
        .Add(Kms, "EnableKeyRotation", KeyRotation.EnableKeyRotation)
        .Add(Kms, "DisableKeyRotation", KeyRotation.DisableKeyRotation)
        .Add(Kms, "GetKeyRotationStatus", KeyRotation.GetKeyRotationStatus)
        .Add(Kms, "GetKeyPolicy", KeyPolicies.GetKeyPolicy)
        .Add(Kms, "PutKeyPolicy", KeyPolicies.PutKeyPolicy)
        .Add(Kms, "ListKeyPolicies", KeyPolicies.ListKeyPolicies)
        .Add(Kms, "TagResource", KeyTags.TagResource)
        .Add(Kms, "UntagResource", KeyTags.UntagResource)
        .Add(Kms, "ListResourceTags", KeyTags.ListResourceTags)
        .AddTimer(KeyStates.Deletion, KeyStates.OnDeletion)
        .AddTimer(KeyRotation.Rotation, KeyRotation.OnRotation);

    private static OperationTable AddAliases(this OperationTable table) => table
        .Add(Kms, "CreateAlias", Aliases.CreateAlias)
        .Add(Kms, "UpdateAlias", Aliases.UpdateAlias)
        .Add(Kms, "DeleteAlias", Aliases.DeleteAlias)
        .Add(Kms, "ListAliases", Aliases.ListAliases);

    private static OperationTable AddEncryption(this OperationTable table) => table
        .Add(Kms, "Encrypt", Encryption.Encrypt)
        .Add(Kms, "Decrypt", Encryption.Decrypt)
        .Add(Kms, "ReEncrypt", Encryption.ReEncrypt)
        .Add(Kms, "GenerateDataKey", Encryption.GenerateDataKey)
        .Add(Kms, "GenerateDataKeyWithoutPlaintext", Encryption.GenerateDataKeyWithoutPlaintext)
        .Add(Kms, "GenerateRandom", Encryption.GenerateRandom);
}
