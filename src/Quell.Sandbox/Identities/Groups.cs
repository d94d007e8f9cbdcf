using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities;

/// <summary>IAM groups. Their resource keeps the names of their users in the order in which they came.</summary>
internal static class Groups
{
    private const string UserNames = "UserNames";
    private const int MostOfUser = 10;

    public static JsonObject CreateGroup(OperationContext context)
    {
        var group = IdentityKind.Group.New(context);
        IdentityKind.Group.Put(context, group);
        return JsonObject.Of(("Group", group));
    }

    public static JsonObject GetGroup(OperationContext context)
    {
        var group = IdentityKind.Group.Get(context);
        var users = group.Array(UserNames).Strings.Order(StringComparer.Ordinal)
            .Select(name => IdentityKind.User.Find(context, name))
            .OfType<JsonObject>()
            .Select(user => IdentityKind.Shown(user).Without("Tags").Without("PermissionsBoundary"));
        return IdentityPage.Of(context.Input, "Users", users, user => ((JsonObject)user).String("UserName") ?? "")
            .With("Group", Shown(group));
    }

    public static JsonObject ListGroups(OperationContext context) =>
        Page(context, IdentityKind.Group.All(context).Where(group => group.IsUnder(context.Input)));

    public static JsonObject DeleteGroup(OperationContext context)
    {
        var group = IdentityKind.Group.Get(context);
        if (group.Array(UserNames).Count > 0)
        {
            throw IdentityErrors.DeleteConflict("must remove users from group first.");
        }

        IdentityKind.RefuseWithPolicies(group);
        IdentityKind.Group.Delete(context, group);
        return JsonObject.Empty;
    }

    /// <summary>Nothing happens to one who is in the group already.</summary>
    public static JsonObject AddUserToGroup(OperationContext context)
    {
        var group = IdentityKind.Group.Get(context);
        var user = IdentityKind.User.Get(context).String("UserName") ?? "";
        if (Has(group, user))
        {
            return JsonObject.Empty;
        }

        if (Of(context.State.Current, context.Scope, user).Count() >= MostOfUser)
        {
            throw IdentityErrors.LimitExceeded("GroupsPerUser", MostOfUser);
        }

        IdentityKind.Group.Put(context, group.With(UserNames, JsonArray.From([.. group.Array(UserNames).Strings, user])));
        return JsonObject.Empty;
    }

    /// <summary>Nothing happens where the user is not in the group.</summary>
    public static JsonObject RemoveUserFromGroup(OperationContext context)
    {
        var group = IdentityKind.Group.Get(context);
        var user = IdentityKind.User.Get(context).String("UserName") ?? "";
        var rest = group.Array(UserNames).Strings.Where(name => name != user).ToArray();
        IdentityKind.Group.Put(context, group.With(UserNames, rest.Length == 0 ? null : JsonArray.From(rest)));
        return JsonObject.Empty;
    }

    public static JsonObject ListGroupsForUser(OperationContext context) =>
        Page(context, Of(context.State.Current, context.Scope, IdentityKind.User.Get(context).String("UserName") ?? ""));

    /// <summary>The groups that a user is in, with their policies (<see cref="IdentityKind.Inline"/>, <see cref="IdentityKind.Attached"/>).</summary>
    public static IEnumerable<JsonObject> Of(ResourceSet state, Scope scope, string user) =>
        state.List(scope.Global, IdentityKind.Group.Type).Values.Where(group => Has(group, user));

    private static bool Has(JsonObject group, string user) => group.Array(UserNames).Strings.Contains(user);

    private static JsonObject Page(OperationContext context, IEnumerable<JsonObject> groups) => IdentityPage.Of(
        context.Input, "Groups", groups.Select(Shown), group => ((JsonObject)group).String("GroupName") ?? "");

    private static JsonObject Shown(JsonObject group) => IdentityKind.Shown(group).Without(UserNames);
}
