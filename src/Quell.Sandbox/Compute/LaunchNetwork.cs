using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Compute;

/// <summary>Where RunInstances puts its instances in the network: the primary interface first.</summary>
/// <param name="Zone">The Availability Zone of all interfaces.</param>
/// <param name="IsPublic">Whether the instances get public addresses.</param>
/// <param name="Interfaces">One specification per interface, complete with subnet, by device index.</param>
internal sealed record LaunchNetwork(string Zone, bool IsPublic, IReadOnlyList<JsonObject> Interfaces)
{
    private static readonly string[] Supported =
    [
        "AssociatePublicIpAddress", "DeleteOnTermination", "Description", "DeviceIndex", "Groups", "NetworkInterfaceId",
        "PrivateIpAddress", "SubnetId",
    ];

    public static LaunchNetwork Read(Ec2Region ec2, JsonObject input, int count)
    {
        var interfaces = ReadInterfaces(ec2, input);
        var single = interfaces.Any(item => item.Has("NetworkInterfaceId") || item.Has("PrivateIpAddress"));
        if (single && count > 1)
        {
            throw new AwsException(
                "InvalidParameterCombination", "Network interfaces and an instance's private IP address may not be specified for several instances.");
        }

        var subnet = SubnetOf(ec2, interfaces[0]);
        var isPublic = interfaces[0].Bool("AssociatePublicIpAddress") ?? subnet.Bool("MapPublicIpOnLaunch") ?? false;
        return new(subnet.Text("AvailabilityZone"), isPublic, interfaces);
    }

    /// <summary>Makes the interfaces of one instance, or takes those named, and attaches them.</summary>
    public void Attach(Ec2Region ec2, JsonObject input, string instanceId)
    {
        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.NetworkInterface, Ec2Kinds.Instance.Name, Ec2Kinds.Volume.Name);
        foreach (var specification in Interfaces)
        {
            var existing = specification.String("NetworkInterfaceId");
            var item = existing is null ? New(ec2, specification, tags) : ec2.Need(Ec2Kinds.NetworkInterface, existing);
            if (item.Has("Attachment"))
            {
                throw new AwsException("InvalidNetworkInterface.InUse", $"Interface: [{existing}] in use.");
            }

            NetworkInterfaceAttachments.Attach(
                ec2,
                item,
                instanceId,
                specification.Long("DeviceIndex") ?? 0,
                specification.Bool("DeleteOnTermination") ?? existing is null);
        }
    }

    private static JsonObject New(Ec2Region ec2, JsonObject specification, JsonArray tags) => NetworkInterfaces.New(
        ec2,
        specification.Text("SubnetId"),
        specification.Texts("Groups"),
        JsonObject.Of(
            ("Description", specification["Description"] ?? ""),
            ("PrivateIpAddress", specification["PrivateIpAddress"]),
            ("TagSet", tags)));

    private static IReadOnlyList<JsonObject> ReadInterfaces(Ec2Region ec2, JsonObject input)
    {
        var given = input.Array("NetworkInterfaces").Objects.OrderBy(item => item.Long("DeviceIndex") ?? 0).ToList();
        if (given.Count == 0)
        {
            return [Simple(ec2, input)];
        }

        if (input.Has("SubnetId") || input.Array("SecurityGroupIds").Count > 0 || input.Array("SecurityGroups").Count > 0)
        {
            throw new AwsException(
                "InvalidParameterCombination",
                "Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request");
        }

        var other = given.SelectMany(item => item.Names).FirstOrDefault(name => !Supported.Contains(name));
        if (other is not null)
        {
            throw new AwsException(
                "UnsupportedOperation", $"The simulated account does not support the parameter NetworkInterfaces.{other} of RunInstances.");
        }

        return given.Select(item => item.Long("DeviceIndex") ?? 0).Distinct().Count() == given.Count && (given[0].Long("DeviceIndex") ?? 0) == 0
            ? [.. given.Select(item => Complete(ec2, input, item))]
            : throw Inputs.Invalid("Each network interface requires a unique device index, and the first must have device index 0.");
    }

    private static JsonObject Simple(Ec2Region ec2, JsonObject input) => Complete(ec2, input, JsonObject.Of(
        ("SubnetId", input["SubnetId"]),
        ("PrivateIpAddress", input["PrivateIpAddress"]),
        ("Groups", JsonArray.From(input.Texts("SecurityGroupIds").Concat(
            input.Texts("SecurityGroups").Select(name => SecurityGroups.InDefaultVpc(ec2, name).Text("GroupId")))))));

    private static JsonObject Complete(Ec2Region ec2, JsonObject input, JsonObject item) =>
        item.Has("NetworkInterfaceId") || item.Has("SubnetId") ? item : item.With("SubnetId", DefaultSubnet(ec2, input)["SubnetId"]);

    private static JsonObject SubnetOf(Ec2Region ec2, JsonObject item) => ec2.Need(
        Ec2Kinds.Subnet,
        item.String("NetworkInterfaceId") is { } id ? ec2.Need(Ec2Kinds.NetworkInterface, id).Text("SubnetId") : item.Text("SubnetId"));

    private static JsonObject DefaultSubnet(Ec2Region ec2, JsonObject input)
    {
        var vpc = DefaultNetwork.Find(ec2) ?? throw new AwsException(
            "VPCIdNotSpecified", "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.");
        var zone = input.Object("Placement")?.String("AvailabilityZone");
        if (zone is not null && Zones.Of(ec2.Scope).All(known => known.Name != zone))
        {
            throw Inputs.Invalid($"Invalid availability zone: [{zone}]");
        }

        return ec2.In(Ec2Kinds.Subnet, "VpcId", vpc.Text("VpcId"))
            .Where(subnet => subnet.Bool("DefaultForAz") == true && (zone ?? subnet.String("AvailabilityZone")) == subnet.String("AvailabilityZone"))
            .OrderBy(subnet => subnet.String("AvailabilityZone"), StringComparer.Ordinal)
            .FirstOrDefault() ?? throw new AwsException(
                "MissingInput", $"No subnets found for the default VPC '{vpc.String("VpcId")}'. Please specify a subnet.");
    }
}
