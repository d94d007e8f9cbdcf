using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class IamRole() : ResourceType(
    "AWS::IAM::Role",
    new PropertySchema(
        ("RoleName", Text.CreateOnly()),
        ("AssumeRolePolicyDocument", PropertyType.Json.Required()),
        ("Description", Text),
        ("ManagedPolicyArns", ListOf(Text)),
        ("MaxSessionDuration", Integer),
        ("Path", Text.CreateOnly()),
        ("Policies", ListOf(Object(("PolicyName", Text.Required()), ("PolicyDocument", PropertyType.Json.Required())))),
        ("Tags", PropertyType.Tags)),
    "Arn", "RoleId")
{
    private static readonly IamPolicies Policies = new("Role");

    public override string NameProperty => "RoleName";

    public override StackTagging Tagging => StackTagging.List;

    public override string Capability(JsonObject properties) => properties.Has("RoleName") ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("RoleName") ?? work.Name();
        var output = await work.Call("iam", "CreateRole", work.Pick("Description", "MaxSessionDuration", "Path", "Tags")
            .With("RoleName", name).With("AssumeRolePolicyDocument", work.JsonText("AssumeRolePolicyDocument") ?? "")).ConfigureAwait(false);
        work.PhysicalId = name;
        await Policies.Add(work).ConfigureAwait(false);
        var role = output.Object("Role") ?? JsonObject.Empty;
        return new(name, ("Arn", role["Arn"]), ("RoleId", role["RoleId"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("AssumeRolePolicyDocument"))
        {
            await work.Call("iam", "UpdateAssumeRolePolicy", ("RoleName", work.PhysicalId), ("PolicyDocument", work.JsonText("AssumeRolePolicyDocument"))).ConfigureAwait(false);
        }

        if (work.Changes("Description", "MaxSessionDuration"))
        {
            await work.Call(
                "iam", "UpdateRole",
                ("RoleName", work.PhysicalId), ("Description", work["Description"] ?? ""), ("MaxSessionDuration", work["MaxSessionDuration"] ?? 3600)).ConfigureAwait(false);
        }

        await Policies.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await Policies.Clear(work).ConfigureAwait(false);
        await work.Remove("iam", "DeleteRole", ("RoleName", work.PhysicalId)).ConfigureAwait(false);
    }
}
