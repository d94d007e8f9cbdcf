using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Identities.Credentials;

namespace Quell.Sandbox.Identities;

/// <summary>What there is in the account, and how much there may be (IAM API Reference, GetAccountSummary; IAM User Guide, "IAM and AWS STS quotas").</summary>
internal static class AccountSummary
{
    private static readonly JsonObject Quotas = JsonObject.Of(
        ("UsersQuota", 5000), ("GroupsQuota", 300), ("RolesQuota", 1000), ("PoliciesQuota", 1500), ("InstanceProfilesQuota", 1000),
        ("ServerCertificatesQuota", 20), ("AccessKeysPerUserQuota", 2), ("GroupsPerUserQuota", 10), ("SigningCertificatesPerUserQuota", 2),
        ("UserPolicySizeQuota", 2048), ("GroupPolicySizeQuota", 5120), ("RolePolicySizeQuota", 10240), ("AssumeRolePolicySizeQuota", 2048),
        ("PolicySizeQuota", 6144), ("PolicyVersionsInUseQuota", 10000), ("VersionsPerPolicyQuota", 5), ("AttachedPoliciesPerUserQuota", 10),
        ("AttachedPoliciesPerGroupQuota", 10), ("AttachedPoliciesPerRoleQuota", 10));

    /// <summary>Of the root user nothing is simulated but that it exists: it has no keys, no certificate and no MFA device.</summary>
    public static JsonObject GetAccountSummary(OperationContext context)
    {
        var policies = context.State.List(context.Scope.Global, "iam:policy").ToList();
        var counted = JsonObject.Of(
            ("Users", IdentityKind.User.All(context).Count()),
            ("Groups", IdentityKind.Group.All(context).Count()),
            ("Roles", IdentityKind.Role.All(context).Count()),
            ("InstanceProfiles", IdentityKind.InstanceProfile.All(context).Count()),
            ("Policies", policies.Count),
            ("PolicyVersionsInUse", policies.Sum(policy => policy.Array("PolicyVersions").Count)),
            ("MFADevices", MfaDevices.All(context).Count()),
            ("MFADevicesInUse", MfaDevices.All(context).Count(device => device.Has("UserName"))),
            ("ServerCertificates", 0),
            ("Providers", 0),
            ("AccountMFAEnabled", 0),
            ("AccountAccessKeysPresent", 0),
            ("AccountPasswordPresent", 1),
            ("AccountSigningCertificatesPresent", 0),
            ("GlobalEndpointTokenVersion", 1));
        return JsonObject.Of(("SummaryMap", counted.Merge(Quotas)));
    }
}
