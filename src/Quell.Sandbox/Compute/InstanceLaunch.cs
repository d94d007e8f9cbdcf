using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;
using Quell.Sandbox.Storage;

namespace Quell.Sandbox.Compute;

/// <summary>RunInstances. An image id in AWS's form that the sandbox has not made is taken for one of AWS's images.</summary>
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
        CheckKey(ec2, input);
        var image = Images.ToLaunch(ec2, input.Text("ImageId"));
        CheckArchitecture(input, image);
        var count = Count(ec2, input);
        var reservation = JsonObject.Of(
            ("ReservationId", ec2.NewId("r-")), ("OwnerId", ec2.OwnerId), ("Groups", JsonArray.Empty));
        var order = new Order(input, LaunchNetwork.Read(ec2, input, count), image, reservation.Text("ReservationId"));
        var instances = Enumerable.Range(0, count).Select(index => Launch(ec2, order, index)).ToList();
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
        if (input.String("InstanceType") is { } type && !InstanceTypes.IsName(type))
        {
            throw Inputs.Invalid($"Invalid value '{type}' for InstanceType.");
        }

        if (input.Object("Placement") is { } placement
            && placement.Names.FirstOrDefault(name => name is not ("AvailabilityZone" or "Tenancy" or "GroupName")) is { } other)
        {
            throw new AwsException("UnsupportedOperation", $"The simulated account does not support the parameter Placement.{other} of RunInstances.");
        }
    }

    private static void CheckKey(Ec2Region ec2, JsonObject input)
    {
        if (input.String("KeyName") is { } name)
        {
            KeyPairs.Named(ec2, name);
        }
    }

    private static void CheckArchitecture(JsonObject input, JsonObject? image)
    {
        if (image?.String("Architecture") is { } architecture
            && input.String("InstanceType") is { } type && InstanceTypes.Architecture(type) is var needed
            && (needed == "arm64") != (architecture == "arm64"))
        {
            throw Inputs.Invalid(
                $"The architecture '{needed}' of the specified instance type does not match the architecture '{architecture}' of the specified AMI. "
                + "Specify an instance type and an AMI that have matching architectures, and try again.");
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

    private static JsonObject Launch(Ec2Region ec2, Order order, int index)
    {
        var id = ec2.NewId("i-");
        var input = order.Input;
        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Instance, Ec2Kinds.Volume.Name, Ec2Kinds.NetworkInterface.Name);
        var volumeTags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Volume, Ec2Kinds.Instance.Name, Ec2Kinds.NetworkInterface.Name);
        var described = ec2.Put(Ec2Kinds.Instance, Described(ec2, order, id, index).With("Tags", tags));
        ec2.PutAttributes(Ec2Kinds.Instance, id, Attributes(order));
        var mappings = order.Image?.Array("BlockDeviceMappings") ?? JsonArray.Empty;
        InstanceVolumes.Launch(ec2, described, order.Network.Zone, mappings, input.Array("BlockDeviceMappings"), volumeTags);
        order.Network.Attach(ec2, input, id);
        InstanceInterfaces.Refresh(ec2, id);
        if (ec2.Need(Ec2Kinds.Instance, id) is var instance && instance.Object("IamInstanceProfile") is { } profile)
        {
            InstanceProfileAssociations.Associate(ec2, instance, profile);
        }

        return InstanceState.Enter(ec2, ec2.Need(Ec2Kinds.Instance, id), "pending");
    }

    /// <summary>What the instance keeps beside what DescribeInstances shows.</summary>
    private static JsonObject Attributes(Order order) => JsonObject.Of(
        ("ReservationId", order.ReservationId),
        ("UserData", order.Input["UserData"]),
        ("DisableApiTermination", order.Input.Bool("DisableApiTermination") ?? false),
        ("DisableApiStop", order.Input.Bool("DisableApiStop") ?? false),
        ("InstanceInitiatedShutdownBehavior", order.Input["InstanceInitiatedShutdownBehavior"] ?? "stop"),
        ("PublicIp", order.Network.IsPublic));

    private static JsonObject Described(Ec2Region ec2, Order order, string id, int index) => JsonObject.Of(
        ("Architecture", order.Image?["Architecture"] ?? InstanceTypes.Architecture(order.Input.String("InstanceType") ?? InstanceTypes.Default)),
        ("ClientToken", order.Input["ClientToken"] ?? ""),
        ("EbsOptimized", order.Input.Bool("EbsOptimized") ?? false),
        ("EnaSupport", true),
        ("HibernationOptions", JsonObject.Of(("Configured", false))),
        ("Hypervisor", "xen"),
        ("IamInstanceProfile", InstanceProfileAssociations.Named(ec2, order.Input.Object("IamInstanceProfile"))),
        ("RootDeviceName", order.Image?["RootDeviceName"] ?? "/dev/xvda"),
        ("RootDeviceType", "ebs"),
        ("StateReason", JsonObject.Of(("Code", "pending"), ("Message", "pending"))),
        ("VirtualizationType", "hvm"),
        ("MetadataOptions", InstanceMetadata.Of(ec2, order.Image, order.Input.Object("MetadataOptions") ?? JsonObject.Empty)),
        ("InstanceId", id),
        ("ImageId", order.Input["ImageId"]),
        ("StateTransitionReason", ""),
        ("KeyName", order.Input["KeyName"]),
        ("AmiLaunchIndex", index),
        ("ProductCodes", JsonArray.Empty),
        ("InstanceType", order.Input["InstanceType"] ?? InstanceTypes.Default),
        ("LaunchTime", ec2.NowText),
        ("Placement", JsonObject.Of(
            ("GroupName", order.Input.Object("Placement")?["GroupName"] ?? ""),
            ("Tenancy", order.Input.Object("Placement")?["Tenancy"] ?? "default"),
            ("AvailabilityZone", order.Network.Zone))),
        ("Monitoring", JsonObject.Of(("State", order.Input.Object("Monitoring")?.Bool("Enabled") == true ? "enabled" : "disabled"))));

    [GeneratedRegex(@"\Aami-[0-9a-z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImageId();

    /// <summary>What one call launches.</summary>
    /// <param name="Image">The image; null where it is one of AWS's, which the sandbox does not have.</param>
    private sealed record Order(JsonObject Input, LaunchNetwork Network, JsonObject? Image, string ReservationId);
}
