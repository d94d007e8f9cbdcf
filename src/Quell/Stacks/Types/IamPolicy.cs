using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>An inline policy of groups, roles and users.</summary>
internal sealed class IamPolicy() : ResourceType(
    "AWS::IAM::Policy",
    new PropertySchema(
        ("PolicyName", Text.Required().CreateOnly()),
        ("PolicyDocument", PropertyType.Json.Required()),
        ("Groups", ListOf(Text)),
        ("Roles", ListOf(Text)),
        ("Users", ListOf(Text))),
    "Id")
{
    private static readonly (string Property, string Kind)[] Holders = [("Groups", "Group"), ("Roles", "Role"), ("Users", "User")];

    public override string NameProperty => "PolicyName";

    public override string Capability(JsonObject properties) => "CAPABILITY_IAM";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var id = work.PhysicalId = work.Name(128);
        foreach (var (kind, holder) in HoldersIn(work.Properties))
        {
            await Put(work, kind, holder).ConfigureAwait(false);
        }

        return new(id, ("Id", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var after = HoldersIn(work.Properties).ToHashSet();
        foreach (var (kind, holder) in HoldersIn(work.Before).Where(each => !after.Contains(each)))
        {
            await Remove(work, kind, holder).ConfigureAwait(false);
        }

        foreach (var (kind, holder) in after)
        {
            await Put(work, kind, holder).ConfigureAwait(false);
        }

        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        foreach (var (kind, holder) in HoldersIn(work.Properties))
        {
            await Remove(work, kind, holder).ConfigureAwait(false);
        }
    }

    private static IEnumerable<(string Kind, string Holder)> HoldersIn(JsonObject properties) =>
        from holder in Holders
        from name in properties.Array(holder.Property).Strings
        select (holder.Kind, name);

    private static Task<JsonObject> Put(ResourceWork work, string kind, string holder) => work.Call(
        "iam", $"Put{kind}Policy", ($"{kind}Name", holder), ("PolicyName", work["PolicyName"]), ("PolicyDocument", work.JsonText("PolicyDocument")));

    private static Task Remove(ResourceWork work, string kind, string holder) =>
        work.Remove("iam", $"Delete{kind}Policy", ($"{kind}Name", holder), ("PolicyName", work["PolicyName"]));
}
