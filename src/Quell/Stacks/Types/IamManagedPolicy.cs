using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class IamManagedPolicy() : ResourceType(
    "AWS::IAM::ManagedPolicy",
    new PropertySchema(
        ("ManagedPolicyName", Text.CreateOnly()),
        ("PolicyDocument", PropertyType.Json.Required()),
        ("Description", Text.CreateOnly()),
        ("Path", Text.CreateOnly()),
        ("Roles", ListOf(Text)),
        ("Users", ListOf(Text))),
    "PolicyArn", "PolicyId")
{
    private static readonly (string Property, string Kind)[] Holders = [("Roles", "Role"), ("Users", "User")];

    public override string NameProperty => "ManagedPolicyName";

    public override string Capability(JsonObject properties) => properties.Has("ManagedPolicyName") ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("iam", "CreatePolicy", work.Pick("Description", "Path")
            .With("PolicyName", work.Properties.String("ManagedPolicyName") ?? work.Name(128))
            .With("PolicyDocument", work.JsonText("PolicyDocument") ?? "")).ConfigureAwait(false);
        var policy = output.Object("Policy") ?? JsonObject.Empty;
        var arn = work.PhysicalId = policy.String("Arn") ?? "";
        await Attach(work, HoldersIn(work.Properties)).ConfigureAwait(false);
        return new(arn, ("PolicyArn", arn), ("PolicyId", policy["PolicyId"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("PolicyDocument"))
        {
            await Replace(work).ConfigureAwait(false);
        }

        await Detach(work, HoldersIn(work.Before).Except(HoldersIn(work.Properties))).ConfigureAwait(false);
        await Attach(work, HoldersIn(work.Properties).Except(HoldersIn(work.Before))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await Detach(work, HoldersIn(work.Properties)).ConfigureAwait(false);
        await RemoveOldVersions(work).ConfigureAwait(false);
        await work.Remove("iam", "DeletePolicy", ("PolicyArn", work.PhysicalId)).ConfigureAwait(false);
    }

    /// <summary>A policy has five versions at most: the old ones go before the new one comes.</summary>
    private static async Task Replace(ResourceWork work)
    {
        await RemoveOldVersions(work).ConfigureAwait(false);
        await work.Call(
            "iam", "CreatePolicyVersion",
            ("PolicyArn", work.PhysicalId), ("PolicyDocument", work.JsonText("PolicyDocument")), ("SetAsDefault", true)).ConfigureAwait(false);
    }

    private static async Task RemoveOldVersions(ResourceWork work)
    {
        JsonObject listed;
        try
        {
            listed = await work.Call("iam", "ListPolicyVersions", ("PolicyArn", work.PhysicalId)).ConfigureAwait(false);
        }
        catch (Aws.AwsException error) when (ResourceWork.IsGone(error))
        {
            return;
        }

        foreach (var version in listed.Array("Versions").Objects.Where(version => version.Bool("IsDefaultVersion") != true))
        {
            await work.Remove("iam", "DeletePolicyVersion", ("PolicyArn", work.PhysicalId), ("VersionId", version["VersionId"])).ConfigureAwait(false);
        }
    }

    private static List<(string Kind, string Holder)> HoldersIn(JsonObject properties) =>
    [
        .. from holder in Holders
           from name in properties.Array(holder.Property).Strings
           select (holder.Kind, name),
    ];

    private static async Task Attach(ResourceWork work, IEnumerable<(string Kind, string Holder)> holders)
    {
        foreach (var (kind, holder) in holders)
        {
            await work.Call("iam", $"Attach{kind}Policy", ($"{kind}Name", holder), ("PolicyArn", work.PhysicalId)).ConfigureAwait(false);
        }
    }

    private static async Task Detach(ResourceWork work, IEnumerable<(string Kind, string Holder)> holders)
    {
        foreach (var (kind, holder) in holders)
        {
            await work.Remove("iam", $"Detach{kind}Policy", ($"{kind}Name", holder), ("PolicyArn", work.PhysicalId)).ConfigureAwait(false);
        }
    }
}
