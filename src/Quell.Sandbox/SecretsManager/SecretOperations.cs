using Quell.Aws.Operations;

namespace Quell.Sandbox.SecretsManager;

/// <summary>The operations of Secrets Manager. Rotation and replicas are not there.</summary>
internal static class SecretOperations
{
    private const string Service = "secretsmanager";

    public static OperationTable AddSecrets(this OperationTable table) => table
        .Add(Service, "CreateSecret", SecretWriting.CreateSecret)
        .Add(Service, "PutSecretValue", SecretWriting.PutSecretValue)
        .Add(Service, "UpdateSecret", SecretWriting.UpdateSecret)
        .Add(Service, "UpdateSecretVersionStage", SecretStages.UpdateSecretVersionStage)
        .Add(Service, "GetSecretValue", SecretReading.GetSecretValue)
        .Add(Service, "BatchGetSecretValue", SecretReading.BatchGetSecretValue)
        .Add(Service, "DescribeSecret", SecretReading.DescribeSecret)
        .Add(Service, "ListSecretVersionIds", SecretReading.ListSecretVersionIds)
        .Add(Service, "ListSecrets", SecretListing.ListSecrets)
        .Add(Service, "DeleteSecret", SecretDeletion.DeleteSecret)
        .Add(Service, "RestoreSecret", SecretDeletion.RestoreSecret)
        .Add(Service, "TagResource", SecretTags.TagResource)
        .Add(Service, "UntagResource", SecretTags.UntagResource)
        .Add(Service, "GetResourcePolicy", SecretPolicies.GetResourcePolicy)
        .Add(Service, "PutResourcePolicy", SecretPolicies.PutResourcePolicy)
        .Add(Service, "DeleteResourcePolicy", SecretPolicies.DeleteResourcePolicy)
        .Add(Service, "GetRandomPassword", RandomPasswords.GetRandomPassword)
        .AddTimer(SecretDeletion.Deletion, SecretDeletion.OnDeletion);
}
