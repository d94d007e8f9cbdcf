using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Identities;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Compute;

/// <summary>RunInstances. Any image id in AWS's form is taken for an image.</summary>
internal static partial class InstanceLaunch
{
    private const int Limit = 1000;

    private const string Members =
        "ImageId InstanceType MinCount MaxCount KeyName SecurityGroupIds SecurityGroups SubnetId PrivateIpAddress NetworkInterfaces "
        + "UserData TagSpecifications ClientToken IamInstanceProfile BlockDeviceMappings DisableApiTermination DisableApiStop "
        + "InstanceInitiatedShutdownBehavior Monitoring Placement EbsOptimized MetadataOptions";

    public static OperationTable AddInstanceLaunch(this OperationTable table) => table.AddEc2("RunInstances", Members, RunInstances);

    private static JsonObject RunInstances(Ec2Region ec2, JsonObject input)
    {
        CheckImage(input);
        CheckType(input);
        var count = Count(ec2, input);
        var reservation = JsonObject.Of(
            ("ReservationId", ec2.NewId("r-")), ("OwnerId", ec2.OwnerId), ("Groups", JsonArray.Empty));
        var plan = LaunchNetwork.Read(ec2, input, count);
        var instances = Enumerable.Range(0, count).Select(index => Launch(ec2, input, plan, reservation, index)).ToList();
        return reservation.With("Instances", JsonArray.From(instances));
    }

    private static void CheckImage(JsonObject input)
    {
        var image = input.Text("ImageId");
        if (!ImageId().IsMatch(image))
        {
            throw new AwsException("InvalidAMIID.Malformed", $"Invalid id: \"{image}\" (expecting \"ami-...\")");
        }
    }

    private static void CheckType(JsonObject input)
    {
        if (input.String("InstanceType") is { } type && !InstanceType().IsMatch(type))
        {
            throw Inputs.Invalid($"Invalid value '{type}' for InstanceType.");
        }

        if (input.Object("Placement") is { } placement
            && placement.Names.FirstOrDefault(name => name is not ("AvailabilityZone" or "Tenancy" or "GroupName")) is { } other)
        {
            throw new AwsException("UnsupportedOperation", $"The simulated account does not support the parameter Placement.{other} of RunInstances.");
        }
    }

    /// <summary>As many as can be: no fewer than <c>MinCount</c>, no more than <c>MaxCount</c>.</summary>
    private static int Count(Ec2Region ec2, JsonObject input)
    {
        var (least, most) = (input.Long("MinCount") ?? 1, input.Long("MaxCount") ?? 1);
        if (least < 1 || most < least)
        {
            throw Inputs.InvalidValue(
                $"{(least < 1 ? least : most)}", least < 1 ? "minCount" : "maxCount", "maxCount must not be less than minCount, nor minCount than 1.");
        }

        var room = Limit - ec2.All(Ec2Kinds.Instance).Count(instance => InstanceState.Of(instance) != "terminated");
        return least <= room
            ? (int)Math.Min(most, room)
            : throw new AwsException(
                "InstanceLimitExceeded",
                $"You have requested more instances ({least}) than your current instance limit of {Limit} allows.");
    }

    private static JsonObject Launch(Ec2Region ec2, JsonObject input, LaunchNetwork plan, JsonObject reservation, int index)
    {
        var id = ec2.NewId("i-");
        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Instance, Ec2Kinds.Volume.Name, Ec2Kinds.NetworkInterface.Name);
        var volumeTags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Volume, Ec2Kinds.Instance.Name, Ec2Kinds.NetworkInterface.Name);
        var volumes = Volumes.Launch(ec2, id, plan.Zone, input.Array("BlockDeviceMappings"), volumeTags);
        ec2.Put(Ec2Kinds.Instance, Described(ec2, input, plan, id, index).With("Tags", tags).With("BlockDeviceMappings", volumes));
        ec2.PutAttributes(Ec2Kinds.Instance, id, Attributes(input, plan, reservation));
        plan.Attach(ec2, input, id);
        InstanceInterfaces.Refresh(ec2, id);
        return InstanceState.Enter(ec2, ec2.Need(Ec2Kinds.Instance, id), "pending");
    }

    /// <summary>What the instance keeps beside what DescribeInstances shows.</summary>
    private static JsonObject Attributes(JsonObject input, LaunchNetwork plan, JsonObject reservation) => JsonObject.Of(
        ("ReservationId", reservation["ReservationId"]),
        ("UserData", input["UserData"]),
        ("DisableApiTermination", input.Bool("DisableApiTermination") ?? false),
        ("DisableApiStop", input.Bool("DisableApiStop") ?? false),
        ("InstanceInitiatedShutdownBehavior", input["InstanceInitiatedShutdownBehavior"] ?? "stop"),
        ("PublicIp", plan.IsPublic));

    private static JsonObject Described(Ec2Region ec2, JsonObject input, LaunchNetwork plan, string id, int index) => JsonObject.Of(
        ("Architecture", InstanceTypes.Architecture(input.String("InstanceType") ?? InstanceTypes.Default)),
        ("ClientToken", input["ClientToken"] ?? ""),
        ("EbsOptimized", input.Bool("EbsOptimized") ?? false),
        ("EnaSupport", true),
        ("Hypervisor", "xen"),
        ("IamInstanceProfile", Profile(ec2, input.Object("IamInstanceProfile"))),
        ("RootDeviceName", "/dev/xvda"),
        ("RootDeviceType", "ebs"),
        ("StateReason", JsonObject.Of(("Code", "pending"), ("Message", "pending"))),
        ("VirtualizationType", "hvm"),
        ("MetadataOptions", Metadata(input.Object("MetadataOptions") ?? JsonObject.Empty)),
        ("InstanceId", id),
        ("ImageId", input["ImageId"]),
        ("StateTransitionReason", ""),
        ("KeyName", input["KeyName"]),
        ("AmiLaunchIndex", index),
        ("ProductCodes", JsonArray.Empty),
        ("InstanceType", input["InstanceType"] ?? InstanceTypes.Default),
        ("LaunchTime", ec2.NowText),
        ("Placement", JsonObject.Of(
            ("GroupName", input.Object("Placement")?["GroupName"] ?? ""),
            ("Tenancy", input.Object("Placement")?["Tenancy"] ?? "default"),
            ("AvailabilityZone", plan.Zone))),
        ("Monitoring", JsonObject.Of(("State", input.Object("Monitoring")?.Bool("Enabled") == true ? "enabled" : "disabled"))));

    private static JsonObject Metadata(JsonObject options) => JsonObject.Of(
        ("State", "applied"),
        ("HttpTokens", "optional"),
        ("HttpPutResponseHopLimit", 1),
        ("HttpEndpoint", "enabled"),
        ("HttpProtocolIpv6", "disabled"),
        ("InstanceMetadataTags", "disabled")).Merge(options);

    /// <summary>The instance profile by its ARN or name, which IAM has to have.</summary>
    private static JsonObject? Profile(Ec2Region ec2, JsonObject? profile)
    {
        if (profile is null)
        {
            return null;
        }

        var arn = profile.String("Arn");
        var name = arn is null ? profile.Text("Name") : arn[(arn.LastIndexOf('/') + 1)..];
        var known = ec2.Transaction.State.Get(ec2.Scope.Global, IdentityKind.InstanceProfile.Type, name);
        return known is not null && (arn ?? known.String("Arn")) == known.String("Arn")
            ? JsonObject.Of(("Arn", known["Arn"]), ("Id", known[IdentityKind.InstanceProfile.IdMember]))
            : throw Inputs.InvalidValue(
                arn ?? name,
                arn is null ? "iamInstanceProfile.name" : "iamInstanceProfile.arn",
                $"Invalid IAM Instance Profile {(arn is null ? "name" : "ARN")}");
    }

    [GeneratedRegex(@"\Aami-[0-9a-z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImageId();

    [GeneratedRegex(@"\A[a-z0-9-]+\.[a-z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex InstanceType();
}
