using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class IamInstanceProfile() : ResourceType(
    "AWS::IAM::InstanceProfile",
    new PropertySchema(("InstanceProfileName", Text.CreateOnly()), ("Path", Text.CreateOnly()), ("Roles", ListOf(Text).Required())),
    "Arn")
{
    public override string NameProperty => "InstanceProfileName";

    public override string Capability(JsonObject properties) => properties.Has("InstanceProfileName") ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("InstanceProfileName") ?? work.Name(128);
        var output = await work.Call("iam", "CreateInstanceProfile", work.Pick("Path").With("InstanceProfileName", name)).ConfigureAwait(false);
        work.PhysicalId = name;
        await Add(work, work.Properties.Array("Roles").Strings).ConfigureAwait(false);
        return new(name, ("Arn", output.Object("InstanceProfile")?["Arn"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var before = work.Before.Array("Roles").Strings.ToList();
        var after = work.Properties.Array("Roles").Strings.ToList();
        await Remove(work, before.Except(after, StringComparer.Ordinal)).ConfigureAwait(false);
        await Add(work, after.Except(before, StringComparer.Ordinal)).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await Remove(work, work.Properties.Array("Roles").Strings).ConfigureAwait(false);
        await work.Remove("iam", "DeleteInstanceProfile", ("InstanceProfileName", work.PhysicalId)).ConfigureAwait(false);
    }

    private static async Task Add(ResourceWork work, IEnumerable<string> roles)
    {
        foreach (var role in roles)
        {
            await work.Call("iam", "AddRoleToInstanceProfile", ("InstanceProfileName", work.PhysicalId), ("RoleName", role)).ConfigureAwait(false);
        }
    }

    private static async Task Remove(ResourceWork work, IEnumerable<string> roles)
    {
        foreach (var role in roles)
        {
            await work.Remove("iam", "RemoveRoleFromInstanceProfile", ("InstanceProfileName", work.PhysicalId), ("RoleName", role)).ConfigureAwait(false);
        }
    }
}
