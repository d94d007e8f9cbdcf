using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class IamUser() : ResourceType(
    "AWS::IAM::User",
    new PropertySchema(
        ("UserName", Text.CreateOnly()),
        ("Groups", ListOf(Text)),
        ("Path", Text.CreateOnly()),
        ("ManagedPolicyArns", ListOf(Text)),
        ("Policies", ListOf(Object(("PolicyName", Text.Required()), ("PolicyDocument", PropertyType.Json.Required())))),
        ("Tags", PropertyType.Tags)),
    "Arn")
{
    private static readonly IamPolicies Policies = new("User");

    public override string NameProperty => "UserName";

    public override StackTagging Tagging => StackTagging.List;

    public override string Capability(JsonObject properties) => properties.Has("UserName") ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("UserName") ?? work.Name();
        var output = await work.Call("iam", "CreateUser", work.Pick("Path", "Tags").With("UserName", name)).ConfigureAwait(false);
        work.PhysicalId = name;
        await Policies.Add(work).ConfigureAwait(false);
        await Join(work, work.Properties.Array("Groups").Strings).ConfigureAwait(false);
        return new(name, ("Arn", output.Object("User")?["Arn"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Policies.Update(work).ConfigureAwait(false);
        var (before, after) = (work.Before.Array("Groups").Strings.ToList(), work.Properties.Array("Groups").Strings.ToList());
        await Leave(work, before.Except(after, StringComparer.Ordinal)).ConfigureAwait(false);
        await Join(work, after.Except(before, StringComparer.Ordinal)).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await Policies.Clear(work).ConfigureAwait(false);
        await Leave(work, work.Properties.Array("Groups").Strings).ConfigureAwait(false);
        await work.Remove("iam", "DeleteUser", ("UserName", work.PhysicalId)).ConfigureAwait(false);
    }

    private static async Task Join(ResourceWork work, IEnumerable<string> groups)
    {
        foreach (var group in groups)
        {
            await work.Call("iam", "AddUserToGroup", ("GroupName", group), ("UserName", work.PhysicalId)).ConfigureAwait(false);
        }
    }

    private static async Task Leave(ResourceWork work, IEnumerable<string> groups)
    {
        foreach (var group in groups)
        {
            await work.Remove("iam", "RemoveUserFromGroup", ("GroupName", group), ("UserName", work.PhysicalId)).ConfigureAwait(false);
        }
    }
}
