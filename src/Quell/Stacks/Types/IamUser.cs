using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class IamUser() : ResourceType(
    "AWS::IAM::User",
    new PropertySchema(
        ("UserName", Text.CreateOnly()),
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
        return new(name, ("Arn", output.Object("User")?["Arn"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Policies.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await Policies.Clear(work).ConfigureAwait(false);
        await work.Remove("iam", "DeleteUser", ("UserName", work.PhysicalId)).ConfigureAwait(false);
    }
}
