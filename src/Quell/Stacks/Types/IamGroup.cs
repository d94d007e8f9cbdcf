using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class IamGroup() : ResourceType(
    "AWS::IAM::Group",
    new PropertySchema(
        ("GroupName", Text.CreateOnly()),
        ("ManagedPolicyArns", ListOf(Text)),
        ("Path", Text.CreateOnly()),
        ("Policies", ListOf(Object(("PolicyName", Text.Required()), ("PolicyDocument", PropertyType.Json.Required()))))),
    "Arn")
{
    private static readonly IamPolicies Policies = new("Group");

    public override string NameProperty => "GroupName";

    public override string Capability(JsonObject properties) => properties.Has("GroupName") ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("GroupName") ?? work.Name(128);
        var output = await work.Call("iam", "CreateGroup", work.Pick("Path").With("GroupName", name)).ConfigureAwait(false);
        work.PhysicalId = name;
        await Policies.Add(work).ConfigureAwait(false);
        return new(name, ("Arn", output.Object("Group")?["Arn"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Policies.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await Policies.Clear(work).ConfigureAwait(false);
        await work.Remove("iam", "DeleteGroup", ("GroupName", work.PhysicalId)).ConfigureAwait(false);
    }
}
