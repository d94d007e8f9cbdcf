using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Sandbox.Ec2;

/// <summary>
/// To whom a snapshot or an image is open: accounts (<c>UserId</c>) and everybody (<c>Group</c>, which is <c>all</c>). A change
/// comes as a structure with <c>Add</c> and <c>Remove</c>, or as <c>OperationType</c> with lists.
/// </summary>
/// <param name="Add">Permissions to add.</param>
/// <param name="Remove">Permissions to take away.</param>
internal sealed record SharingPermissions(IReadOnlyList<JsonObject> Add, IReadOnlyList<JsonObject> Remove)
{
    private static readonly JsonObject Everybody = JsonObject.Of(("Group", "all"));

    /// <param name="input">The call's input.</param>
    /// <param name="member">The structure's name: <c>CreateVolumePermission</c>.</param>
    /// <param name="groups">The list of groups: <c>GroupNames</c>.</param>
    public static SharingPermissions Read(JsonObject input, string member, string groups)
    {
        var listed = input.Texts("UserIds").Select(id => JsonObject.Of(("UserId", id)))
            .Concat(input.Texts(groups).Select(group => JsonObject.Of(("Group", group)))).ToList();
        if (listed.Count > 0 && input.String("OperationType") is not ("add" or "remove"))
        {
            throw Inputs.Invalid("Invalid value for operationType. It must be 'add' or 'remove'.");
        }

        var structure = input.Object(member) ?? JsonObject.Empty;
        var adds = input.String("OperationType") == "add";
        var change = new SharingPermissions(
            [.. structure.Array("Add").Objects, .. adds ? listed : []],
            [.. structure.Array("Remove").Objects, .. adds ? [] : listed]);
        foreach (var permission in change.Add.Concat(change.Remove))
        {
            Check(permission);
        }

        return change.Add.Count + change.Remove.Count > 0
            ? change
            : throw new AwsException("MissingParameter", "The request must contain at least one permission to add or to remove.");
    }

    public bool AddsEverybody => Add.Any(item => item.Has("Group"));

    public JsonArray Apply(JsonArray permissions) =>
        JsonArray.From(permissions.Objects.Concat(Add).Where(item => !Remove.Contains(item)).Distinct());

    public static bool IsPublic(JsonArray permissions) => permissions.Objects.Contains(Everybody);

    public static bool Names(JsonArray permissions, string account) => permissions.Objects.Any(item => item.String("UserId") == account);

    private static void Check(JsonObject permission)
    {
        var (account, group) = (permission.String("UserId"), permission.String("Group"));
        if (account is null && group is null)
        {
            throw new AwsException("UnsupportedOperation", "The simulated account shares with accounts and with everybody alone.");
        }

        if (account is not null && !(account.Length == 12 && account.All(char.IsAsciiDigit)))
        {
            throw new AwsException("InvalidAMIAttributeItemValue", $"Invalid attribute item value \"{account}\" for userId item type.");
        }

        if (group is not null and not "all")
        {
            throw new AwsException("InvalidAMIAttributeItemValue", $"Invalid attribute item value \"{group}\" for group item type.");
        }
    }
}
