using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities;

/// <summary>
/// A kind of thing that IAM names within an account: a user, a group, a role, an instance profile. Its resource holds the members
/// that the API shows, and beside them what only other operations show (<see cref="Inline"/>, <see cref="Attached"/>).
/// </summary>
/// <param name="Type">The resource type, <c>iam:user</c>.</param>
/// <param name="Member">What the API calls one, <c>User</c>.</param>
/// <param name="ArnType">What its ARN calls it, <c>user</c>.</param>
/// <param name="IdPrefix">What its unique id begins with.</param>
internal sealed record IdentityKind(string Type, string Member, string ArnType, string IdPrefix)
{
    public static readonly IdentityKind User = new("iam:user", "User", "user", "AIDA");
    public static readonly IdentityKind Group = new("iam:group", "Group", "group", "AGPA");
    public static readonly IdentityKind Role = new("iam:role", "Role", "role", "AROA");
    public static readonly IdentityKind InstanceProfile = new("iam:instance-profile", "InstanceProfile", "instance-profile", "AIPA");

    /// <summary>The member that holds inline policies, document by name.</summary>
    public const string Inline = "InlinePolicies";

    /// <summary>The member that holds the ARNs of attached policies.</summary>
    public const string Attached = "AttachedPolicies";

    /// <summary>The parameter that names one.</summary>
    public string NameMember => Member + "Name";

    public string IdMember => Member + "Id";

    /// <summary>The one that the call names.</summary>
    public JsonObject Get(OperationContext context) => Get(context, context.Input.String(NameMember) ?? "");

    public JsonObject Get(OperationContext context, string name) => Find(context, name) ?? throw NotFound(name);

    public JsonObject? Find(OperationContext context, string name) => context.State.Get(context.Scope.Global, Type, name);

    public IEnumerable<JsonObject> All(OperationContext context) => context.State.List(context.Scope.Global, Type);

    public void Put(OperationContext context, JsonObject value) =>
        context.State.Put(context.Scope.Global, Type, value.String(NameMember) ?? "", value);

    public void Delete(OperationContext context, JsonObject value) =>
        context.State.Delete(context.Scope.Global, Type, value.String(NameMember) ?? "");

    /// <summary>A new one with what all kinds have; refused where the name is taken.</summary>
    public JsonObject New(OperationContext context)
    {
        var name = context.Input.String(NameMember) ?? "";
        if (Find(context, name) is not null)
        {
            throw IdentityErrors.AlreadyExists(this == InstanceProfile
                ? $"Instance Profile {name} already exists."
                : $"{Member} with name {name} already exists.");
        }

        var path = context.Input.String("Path") ?? "/";
        var tags = IdentityTags.Checked(context.Input.Array("Tags"));
        var boundary = context.Input["PermissionsBoundary"];
        return JsonObject.Of(
            ("Path", path),
            (NameMember, name),
            (IdMember, context.Transaction.Ids.Unique(IdPrefix)),
            ("Arn", ArnOf(context.Scope, path, name)),
            ("CreateDate", context.NowText),
            ("PermissionsBoundary", boundary is null
                ? null
                : JsonObject.Of(("PermissionsBoundaryType", "Policy"), ("PermissionsBoundaryArn", boundary))),
            ("Tags", tags.Count == 0 ? null : tags));
    }

    /// <summary>What the API shows of one.</summary>
    public static JsonObject Shown(JsonObject value) => value.Without(Inline).Without(Attached);

    /// <summary>Refuses to delete one that still has policies.</summary>
    public static void RefuseWithPolicies(JsonObject value)
    {
        if (value.Has(Attached))
        {
            throw IdentityErrors.DeleteConflict("must detach all policies first.");
        }

        if (value.Has(Inline))
        {
            throw IdentityErrors.DeleteConflict("must delete policies first.");
        }
    }

    private string ArnOf(Scope scope, string path, string name) =>
        scope.Global.Arn("iam", $"{ArnType}{path}{name}").ToString();

    private AwsException NotFound(string name) => IdentityErrors.NoSuchEntity(this == InstanceProfile
        ? $"Instance Profile {name} cannot be found."
        : $"The {ArnType} with name {name} cannot be found.");
}
