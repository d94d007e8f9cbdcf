using Quell.Aws.Operations;
using Quell.Sandbox.Identities.Credentials;

namespace Quell.Sandbox.Identities;

/// <summary>The operations of IAM and STS.</summary>
internal static class IdentityOperations
{
    private const string Iam = "iam";
    private const string Sts = "sts";

    public static OperationTable AddIdentities(this OperationTable table) => table
        .AddUsers()
        .AddRoles()
        .AddPolicies()
        .AddPolicies(IdentityKind.User)
        .AddPolicies(IdentityKind.Role)
        .AddPolicies(IdentityKind.Group)
        .AddBoundaries(IdentityKind.User)
        .AddBoundaries(IdentityKind.Role)
        .AddGroups()
        .AddPasswords()
        .AddMfaDevices()
        .AddAccountReports()
        .AddAbsentCredentials()
        .AddTags(IdentityKind.User)
        .AddTags(IdentityKind.Role)
        .AddTags(IdentityKind.InstanceProfile)
        .AddTokens();

    private static OperationTable AddUsers(this OperationTable table) => table
        .Add(Iam, "CreateUser", Users.CreateUser)
        .Add(Iam, "GetUser", Users.GetUser)
        .Add(Iam, "ListUsers", Users.ListUsers)
        .Add(Iam, "DeleteUser", Users.DeleteUser)
        .Add(Iam, "CreateAccessKey", AccessKeys.CreateAccessKey)
        .Add(Iam, "ListAccessKeys", AccessKeys.ListAccessKeys)
        .Add(Iam, "UpdateAccessKey", AccessKeys.UpdateAccessKey)
        .Add(Iam, "DeleteAccessKey", AccessKeys.DeleteAccessKey);

    private static OperationTable AddRoles(this OperationTable table) => table
        .Add(Iam, "CreateRole", Roles.CreateRole)
        .Add(Iam, "GetRole", Roles.GetRole)
        .Add(Iam, "ListRoles", Roles.ListRoles)
        .Add(Iam, "UpdateRole", Roles.UpdateRole)
        .Add(Iam, "UpdateAssumeRolePolicy", Roles.UpdateAssumeRolePolicy)
        .Add(Iam, "DeleteRole", Roles.DeleteRole)
        .Add(Iam, "CreateInstanceProfile", InstanceProfiles.CreateInstanceProfile)
        .Add(Iam, "GetInstanceProfile", InstanceProfiles.GetInstanceProfile)
        .Add(Iam, "ListInstanceProfiles", InstanceProfiles.ListInstanceProfiles)
        .Add(Iam, "ListInstanceProfilesForRole", InstanceProfiles.ListInstanceProfilesForRole)
        .Add(Iam, "AddRoleToInstanceProfile", InstanceProfiles.AddRoleToInstanceProfile)
        .Add(Iam, "RemoveRoleFromInstanceProfile", InstanceProfiles.RemoveRoleFromInstanceProfile)
        .Add(Iam, "DeleteInstanceProfile", InstanceProfiles.DeleteInstanceProfile);

    private static OperationTable AddPolicies(this OperationTable table) => table
        .Add(Iam, "CreatePolicy", ManagedPolicies.CreatePolicy)
        .Add(Iam, "GetPolicy", ManagedPolicies.GetPolicy)
        .Add(Iam, "ListPolicies", ManagedPolicies.ListPolicies)
        .Add(Iam, "DeletePolicy", ManagedPolicies.DeletePolicy)
        .Add(Iam, "CreatePolicyVersion", ManagedPolicies.CreatePolicyVersion)
        .Add(Iam, "GetPolicyVersion", ManagedPolicies.GetPolicyVersion)
        .Add(Iam, "ListPolicyVersions", ManagedPolicies.ListPolicyVersions)
        .Add(Iam, "SetDefaultPolicyVersion", ManagedPolicies.SetDefaultPolicyVersion)
        .Add(Iam, "DeletePolicyVersion", ManagedPolicies.DeletePolicyVersion)
        .Add(Iam, "ListEntitiesForPolicy", ManagedPolicies.ListEntitiesForPolicy)
        .Add(Iam, "SimulateCustomPolicy", PolicySimulation.Custom)
        .Add(Iam, "SimulatePrincipalPolicy", PolicySimulation.OfPrincipal);

    private static OperationTable AddPolicies(this OperationTable table, IdentityKind kind) => table
        .Add(Iam, $"Put{kind.Member}Policy", context => InlinePolicies.Put(context, kind))
        .Add(Iam, $"Get{kind.Member}Policy", context => InlinePolicies.Get(context, kind))
        .Add(Iam, $"Delete{kind.Member}Policy", context => InlinePolicies.Delete(context, kind))
        .Add(Iam, $"List{kind.Member}Policies", context => InlinePolicies.List(context, kind))
        .Add(Iam, $"Attach{kind.Member}Policy", context => AttachedPolicies.Attach(context, kind))
        .Add(Iam, $"Detach{kind.Member}Policy", context => AttachedPolicies.Detach(context, kind))
        .Add(Iam, $"ListAttached{kind.Member}Policies", context => AttachedPolicies.List(context, kind));

    private static OperationTable AddBoundaries(this OperationTable table, IdentityKind kind) => table
        .Add(Iam, $"Put{kind.Member}PermissionsBoundary", context => PermissionsBoundaries.Put(context, kind))
        .Add(Iam, $"Delete{kind.Member}PermissionsBoundary", context => PermissionsBoundaries.Delete(context, kind));

    private static OperationTable AddGroups(this OperationTable table) => table
        .Add(Iam, "CreateGroup", Groups.CreateGroup)
        .Add(Iam, "GetGroup", Groups.GetGroup)
        .Add(Iam, "ListGroups", Groups.ListGroups)
        .Add(Iam, "DeleteGroup", Groups.DeleteGroup)
        .Add(Iam, "AddUserToGroup", Groups.AddUserToGroup)
        .Add(Iam, "RemoveUserFromGroup", Groups.RemoveUserFromGroup)
        .Add(Iam, "ListGroupsForUser", Groups.ListGroupsForUser);

    private static OperationTable AddPasswords(this OperationTable table) => table
        .Add(Iam, "GetAccountPasswordPolicy", PasswordPolicy.GetAccountPasswordPolicy)
        .Add(Iam, "UpdateAccountPasswordPolicy", PasswordPolicy.UpdateAccountPasswordPolicy)
        .Add(Iam, "DeleteAccountPasswordPolicy", PasswordPolicy.DeleteAccountPasswordPolicy)
        .Add(Iam, "CreateLoginProfile", LoginProfiles.CreateLoginProfile)
        .Add(Iam, "GetLoginProfile", LoginProfiles.GetLoginProfile)
        .Add(Iam, "UpdateLoginProfile", LoginProfiles.UpdateLoginProfile)
        .Add(Iam, "DeleteLoginProfile", LoginProfiles.DeleteLoginProfile);

    private static OperationTable AddMfaDevices(this OperationTable table) => table
        .Add(Iam, "CreateVirtualMFADevice", MfaDevices.CreateVirtualMFADevice)
        .Add(Iam, "DeleteVirtualMFADevice", MfaDevices.DeleteVirtualMFADevice)
        .Add(Iam, "ListVirtualMFADevices", MfaDevices.ListVirtualMFADevices)
        .Add(Iam, "EnableMFADevice", MfaDevices.EnableMFADevice)
        .Add(Iam, "DeactivateMFADevice", MfaDevices.DeactivateMFADevice)
        .Add(Iam, "ListMFADevices", MfaDevices.ListMFADevices);

    private static OperationTable AddAccountReports(this OperationTable table) => table
        .Add(Iam, "GetAccessKeyLastUsed", AccessKeyUse.GetAccessKeyLastUsed)
        .Add(Iam, "CreateAccountAlias", AccountAliases.CreateAccountAlias)
        .Add(Iam, "ListAccountAliases", AccountAliases.ListAccountAliases)
        .Add(Iam, "DeleteAccountAlias", AccountAliases.DeleteAccountAlias)
        .Add(Iam, "GetAccountSummary", AccountSummary.GetAccountSummary)
        .Add(Iam, "GenerateCredentialReport", CredentialReports.GenerateCredentialReport)
        .Add(Iam, "GetCredentialReport", CredentialReports.GetCredentialReport);

    private static OperationTable AddTags(this OperationTable table, IdentityKind kind) => table
        .Add(Iam, $"Tag{kind.Member}", context => IdentityTags.Tag(context, kind))
        .Add(Iam, $"Untag{kind.Member}", context => IdentityTags.Untag(context, kind))
        .Add(Iam, $"List{kind.Member}Tags", context => IdentityTags.List(context, kind));

    private static OperationTable AddTokens(this OperationTable table) => table
        .Add(Sts, "GetCallerIdentity", SecurityTokens.GetCallerIdentity)
        .Add(Sts, "GetAccessKeyInfo", SecurityTokens.GetAccessKeyInfo)
        .Add(Sts, "GetSessionToken", SecurityTokens.GetSessionToken)
        .Add(Sts, "AssumeRole", SecurityTokens.AssumeRole)
        .AddTimer(Sessions.ExpiredTimer, Sessions.Forget);
}
