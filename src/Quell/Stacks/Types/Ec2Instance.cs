using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2Instance() : ResourceType(
    "AWS::EC2::Instance",
    new PropertySchema(
        ("ImageId", Text.Required().CreateOnly()),
        ("InstanceType", Text.CreateOnly()),
        ("SubnetId", Text.CreateOnly()),
        ("AvailabilityZone", Text.CreateOnly()),
        ("PrivateIpAddress", Text.CreateOnly()),
        ("KeyName", Text.CreateOnly()),
        ("IamInstanceProfile", Text.CreateOnly()),
        ("UserData", Text.CreateOnly()),
        ("SecurityGroupIds", ListOf(Text)),
        ("SourceDestCheck", PropertyType.Boolean),
        ("DisableApiTermination", PropertyType.Boolean),
        ("Tags", PropertyType.Tags)),
    "AvailabilityZone", "InstanceId", "PrivateDnsName", "PrivateIp", "PublicDnsName", "PublicIp", "VpcId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var zone = work["AvailabilityZone"];
        var profile = work["IamInstanceProfile"];
        var output = await work.Call("ec2", "RunInstances", work.Pick("ImageId", "InstanceType", "SubnetId", "PrivateIpAddress", "KeyName", "UserData", "SecurityGroupIds", "DisableApiTermination")
            .With("MinCount", 1)
            .With("MaxCount", 1)
            .With("Placement", zone is null ? null : JsonObject.Of(("AvailabilityZone", zone)))
            .With("IamInstanceProfile", profile is null ? null : JsonObject.Of(("Name", profile)))
            .With("TagSpecifications", Ec2Tags.For(work, "instance"))).ConfigureAwait(false);
        var id = work.PhysicalId = output.Array("Instances").Objects.FirstOrDefault()?.String("InstanceId") ?? "";
        if (work.Properties.Bool("SourceDestCheck") == false)
        {
            await Modify(work, ("SourceDestCheck", JsonObject.Of(("Value", false)))).ConfigureAwait(false);
        }

        await work.Until(async () => await State(work).ConfigureAwait(false) is not "pending").ConfigureAwait(false);
        var instance = await Describe(work).ConfigureAwait(false) ?? JsonObject.Empty;
        return new(
            id,
            ("InstanceId", id),
            ("AvailabilityZone", instance.Object("Placement")?["AvailabilityZone"]),
            ("PrivateDnsName", instance["PrivateDnsName"]), ("PrivateIp", instance["PrivateIpAddress"]),
            ("PublicDnsName", instance["PublicDnsName"] ?? ""), ("PublicIp", instance["PublicIpAddress"] ?? ""), ("VpcId", instance["VpcId"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("SecurityGroupIds"))
        {
            await Modify(work, ("Groups", work["SecurityGroupIds"] ?? JsonArray.Empty)).ConfigureAwait(false);
        }

        foreach (var (name, standard) in new[] { ("SourceDestCheck", true), ("DisableApiTermination", false) })
        {
            if (work.Changes(name))
            {
                await Modify(work, (name, JsonObject.Of(("Value", work[name] ?? standard)))).ConfigureAwait(false);
            }
        }

        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    /// <summary>What the instance uses (its subnet, its groups) can be deleted only when it has terminated.</summary>
    public override async Task Delete(ResourceWork work)
    {
        await work.Remove("ec2", "TerminateInstances", ("InstanceIds", JsonArray.From([work.PhysicalId]))).ConfigureAwait(false);
        await work.Until(async () => await State(work).ConfigureAwait(false) is null or "terminated").ConfigureAwait(false);
    }

    private static async Task<string?> State(ResourceWork work) =>
        (await Describe(work).ConfigureAwait(false))?.Object("State")?.String("Name");

    private static async Task<JsonObject?> Describe(ResourceWork work)
    {
        var output = await work.Call("ec2", "DescribeInstances", ("Filters", Ec2Vpc.Filters(("instance-id", work.PhysicalId)))).ConfigureAwait(false);
        return output.Array("Reservations").Objects.SelectMany(reservation => reservation.Array("Instances").Objects).FirstOrDefault();
    }

    private static Task<JsonObject> Modify(ResourceWork work, (string Name, JsonValue? Value) change) =>
        work.Call("ec2", "ModifyInstanceAttribute", ("InstanceId", work.PhysicalId), change);
}
