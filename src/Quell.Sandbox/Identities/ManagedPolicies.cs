using System.Security.Cryptography;
using System.Text;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities;

/// <summary>
/// Managed policies: the account's own with their versions, and AWS's in their default version.
/// </summary>
internal static class ManagedPolicies
{
    private const string ResourceType = "iam:policy";
    private const string Versions = "PolicyVersions";
    private const int MostVersions = 5;

    public static JsonObject CreatePolicy(OperationContext context)
    {
        var name = context.Input.String("PolicyName") ?? "";
        var path = context.Input.String("Path") ?? "/";
        if (All(context).Any(policy => policy.String("PolicyName") == name))
        {
            throw IdentityErrors.AlreadyExists($"A policy called {name} already exists. Duplicate names are not allowed.");
        }

        var document = PolicyText.CheckedPermissions(context.Input.String("PolicyDocument") ?? "");
        var tags = IdentityTags.Checked(context.Input.Array("Tags"));
        var policy = JsonObject.Of(
            ("PolicyName", name),
            ("PolicyId", context.Transaction.Ids.Unique("ANPA")),
            ("Arn", context.Scope.Global.Arn("iam", $"policy{path}{name}").ToString()),
            ("Path", path),
            ("DefaultVersionId", "v1"),
            ("PermissionsBoundaryUsageCount", 0),
            ("IsAttachable", true),
            ("Description", context.Input["Description"]),
            ("CreateDate", context.NowText),
            ("UpdateDate", context.NowText),
            ("Tags", tags.Count == 0 ? null : tags),
            (Versions, new JsonArray([Version(context, "v1", document)])));
        Put(context, policy);
        return JsonObject.Of(("Policy", Shown(context, policy).Without("Description")));
    }

    public static JsonObject GetPolicy(OperationContext context) =>
        JsonObject.Of(("Policy", Shown(context, Find(context))));

    public static JsonObject ListPolicies(OperationContext context) => IdentityPage.Of(
        context.Input,
        "Policies",
        Listed(context)
            .Where(policy => policy.IsUnder(context.Input))
            .Select(policy => Shown(context, policy).Without("Description").Without("Tags"))
            .Where(policy => context.Input.Bool("OnlyAttached") is not true || policy.Long("AttachmentCount") > 0),
        policy => ((JsonObject)policy).String("Arn") ?? "");

    public static JsonObject DeletePolicy(OperationContext context)
    {
        var policy = Get(context);
        if (Shown(context, policy).Long("AttachmentCount") > 0)
        {
            throw new AwsException("DeleteConflict", "Cannot delete a policy attached to entities.", 409);
        }

        if (policy.Array(Versions).Count > 1)
        {
            throw new AwsException(
                "DeleteConflict",
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
                + "The default version is deleted with the policy.",
                409);
        }

        context.State.Delete(context.Scope.Global, ResourceType, ArnIn(context));
        return JsonObject.Empty;
    }

    public static JsonObject CreatePolicyVersion(OperationContext context)
    {
        var policy = Get(context);
        var versions = policy.Array(Versions);
        if (versions.Count >= MostVersions)
        {
            throw new AwsException(
                "LimitExceeded",
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
                409);
        }

        var document = PolicyText.CheckedPermissions(context.Input.String("PolicyDocument") ?? "");
        var next = versions.Objects.Max(version => int.Parse(version.String("VersionId")![1..], System.Globalization.CultureInfo.InvariantCulture)) + 1;
        var version = Version(context, $"v{next}", document);
        policy = policy.With(Versions, JsonArray.From([.. versions, version])).With("UpdateDate", context.NowText);
        policy = context.Input.Bool("SetAsDefault") is true ? policy.With("DefaultVersionId", version["VersionId"]) : policy;
        Put(context, policy);
        return JsonObject.Of(("PolicyVersion", ShownVersion(policy, version).Without("Document")));
    }

    public static JsonObject GetPolicyVersion(OperationContext context)
    {
        var policy = Find(context);
        return JsonObject.Of(("PolicyVersion", ShownVersion(policy, VersionIn(context, policy))));
    }

    public static JsonObject ListPolicyVersions(OperationContext context)
    {
        var policy = Find(context);
        return IdentityPage.Of(
            context.Input,
            "Versions",
            policy.Array(Versions).Objects.Select(version => ShownVersion(policy, version).Without("Document")),
            version => ((JsonObject)version).String("VersionId") ?? "");
    }

    public static JsonObject SetDefaultPolicyVersion(OperationContext context)
    {
        var policy = Get(context);
        Put(context, policy.With("DefaultVersionId", VersionIn(context, policy)["VersionId"]).With("UpdateDate", context.NowText));
        return JsonObject.Empty;
    }

    public static JsonObject DeletePolicyVersion(OperationContext context)
    {
        var policy = Get(context);
        var version = VersionIn(context, policy);
        if (version.String("VersionId") == policy.String("DefaultVersionId"))
        {
            throw new AwsException("DeleteConflict", "Cannot delete the default version of a policy.", 409);
        }

        Put(context, policy.With(Versions, JsonArray.From(policy.Array(Versions).Where(other => !other.Equals(version)))));
        return JsonObject.Empty;
    }

    public static JsonObject ListEntitiesForPolicy(OperationContext context)
    {
        var arn = ArnIn(context);
        if (!Exists(context, arn))
        {
            throw NotFound(arn);
        }

        var filter = context.Input.String("EntityFilter");
        return JsonObject.Of(
            ("PolicyGroups", Entities(context, IdentityKind.Group, arn, filter)),
            ("PolicyUsers", Entities(context, IdentityKind.User, arn, filter)),
            ("PolicyRoles", Entities(context, IdentityKind.Role, arn, filter)),
            ("IsTruncated", false));
    }

    /// <summary>Whether a policy can be attached: one of the account's, or of AWS's.</summary>
    public static bool Exists(OperationContext context, string arn) =>
        AwsManagedPolicies.Find(arn) is not null || context.State.Get(context.Scope.Global, ResourceType, arn) is not null;

    /// <summary>The text of a policy's default version; null where there is no such policy.</summary>
    public static string? DocumentOf(ResourceSet state, string arn) =>
        AwsManagedPolicies.IsOne(arn) ? AwsManagedPolicies.Find(arn)?.Document
        : Arn.TryParse(arn, out var parsed) && state.Get(new(parsed.Scope.Global, ResourceType, arn)) is { } policy
            ? policy.Array(Versions).Objects.FirstOrDefault(version => version.String("VersionId") == policy.String("DefaultVersionId"))?.String("Document")
        : null;

    /// <summary>One of AWS's as a policy of the account is kept. Its id, which AWS does not publish, derives from its ARN.</summary>
    private static JsonObject OfAws(AwsManagedPolicy policy, string arn) => JsonObject.Of(
        ("PolicyName", policy.Name),
        ("PolicyId", "ANPA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(policy.Arn)))[..17]),
        ("Arn", arn),
        ("Path", policy.Path),
        ("DefaultVersionId", policy.DefaultVersionId),
        ("PermissionsBoundaryUsageCount", 0),
        ("IsAttachable", true),
        ("CreateDate", policy.CreateDate),
        ("UpdateDate", policy.UpdateDate),
        (Versions, new JsonArray([JsonObject.Of(
            ("Document", policy.Document), ("VersionId", policy.DefaultVersionId), ("CreateDate", policy.UpdateDate))])));

    private static IEnumerable<JsonObject> Listed(OperationContext context)
    {
        var scope = context.Input.String("Scope");
        var own = scope == "AWS" ? [] : All(context).Select(policy => (Arn: policy.String("Arn") ?? "", Policy: policy));
        var ofAws = scope == "Local" ? [] : AwsManagedPolicies.Arns.Select(arn => (Arn: arn, Policy: OfAws(AwsManagedPolicies.Find(arn)!, arn)));
        return own.Concat(ofAws).OrderBy(entry => entry.Arn, StringComparer.Ordinal).Select(entry => entry.Policy);
    }

    /// <summary>The policy that the call names, which may be AWS's; only the account's own can be changed.</summary>
    private static JsonObject Find(OperationContext context) =>
        AwsManagedPolicies.Find(ArnIn(context)) is { } policy ? OfAws(policy, ArnIn(context)) : Get(context);

    private static JsonArray Entities(OperationContext context, IdentityKind kind, string arn, string? filter) =>
        filter is not null && filter != kind.Member
            ? JsonArray.Empty
            : JsonArray.From(AttachedPolicies.With(context, kind, arn).Select(identity => JsonObject.Of(
                (kind.NameMember, identity[kind.NameMember]), (kind.IdMember, identity[kind.IdMember]))));

    private static JsonObject Version(OperationContext context, string id, string document) =>
        JsonObject.Of(("Document", document), ("VersionId", id), ("CreateDate", context.NowText));

    private static JsonObject ShownVersion(JsonObject policy, JsonObject version) => version
        .With("Document", PolicyText.Encoded(version.String("Document") ?? ""))
        .With("IsDefaultVersion", version.String("VersionId") == policy.String("DefaultVersionId"));

    private static JsonObject VersionIn(OperationContext context, JsonObject policy)
    {
        var id = context.Input.String("VersionId");
        return policy.Array(Versions).Objects.FirstOrDefault(version => version.String("VersionId") == id)
            ?? throw IdentityErrors.NoSuchEntity($"Policy {ArnIn(context)} version {id} does not exist or is not attachable.");
    }

    private static JsonObject Shown(OperationContext context, JsonObject policy)
    {
        var arn = policy.String("Arn") ?? "";
        var count = AttachedPolicies.With(context, IdentityKind.User, arn).Count()
            + AttachedPolicies.With(context, IdentityKind.Group, arn).Count()
            + AttachedPolicies.With(context, IdentityKind.Role, arn).Count();
        return policy.Without(Versions).With("AttachmentCount", count);
    }

    private static IEnumerable<JsonObject> All(OperationContext context) => context.State.List(context.Scope.Global, ResourceType);

    private static JsonObject Get(OperationContext context) =>
        context.State.Get(context.Scope.Global, ResourceType, ArnIn(context)) ?? throw NotFound(ArnIn(context));

    private static void Put(OperationContext context, JsonObject policy) =>
        context.State.Put(context.Scope.Global, ResourceType, policy.String("Arn") ?? "", policy);

    private static AwsException NotFound(string arn) => IdentityErrors.NoSuchEntity($"Policy {arn} was not found.");

    private static string ArnIn(OperationContext context) => context.Input.String("PolicyArn") ?? "";
}
