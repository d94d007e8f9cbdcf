using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Gateways;

namespace Quell.Sandbox.Network;

/// <summary>Network interfaces: an address in a subnet with its security groups.</summary>
internal static class NetworkInterfaces
{
    private static readonly Listing All = new(
        Ec2Kinds.NetworkInterface, "NetworkInterfaces", "NetworkInterfaceIds", new Filters(Ec2Kinds.NetworkInterface.TagMember)
        {
            ["addresses.association.owner-id"] = "PrivateIpAddresses.Association.IpOwnerId",
            ["addresses.association.public-ip"] = "PrivateIpAddresses.Association.PublicIp",
            ["addresses.primary"] = "PrivateIpAddresses.Primary",
            ["addresses.private-ip-address"] = "PrivateIpAddresses.PrivateIpAddress",
            ["association.allocation-id"] = "Association.AllocationId",
            ["association.association-id"] = "Association.AssociationId",
            ["association.ip-owner-id"] = "Association.IpOwnerId",
            ["association.public-dns-name"] = "Association.PublicDnsName",
            ["association.public-ip"] = "Association.PublicIp",
            ["attachment.attach-time"] = "Attachment.AttachTime",
            ["attachment.attachment-id"] = "Attachment.AttachmentId",
            ["attachment.delete-on-termination"] = "Attachment.DeleteOnTermination",
            ["attachment.device-index"] = "Attachment.DeviceIndex",
            ["attachment.instance-id"] = "Attachment.InstanceId",
            ["attachment.instance-owner-id"] = "Attachment.InstanceOwnerId",
            ["attachment.status"] = "Attachment.Status",
            ["availability-zone"] = "AvailabilityZone",
            ["description"] = "Description",
            ["group-id"] = "Groups.GroupId",
            ["group-name"] = "Groups.GroupName",
            ["interface-type"] = "InterfaceType",
            ["mac-address"] = "MacAddress",
            ["network-interface-id"] = "NetworkInterfaceId",
            ["owner-id"] = "OwnerId",
            ["private-dns-name"] = "PrivateDnsName",
            ["private-ip-address"] = "PrivateIpAddress",
            ["requester-id"] = "RequesterId",
            ["requester-managed"] = "RequesterManaged",
            ["source-dest-check"] = "SourceDestCheck",
            ["status"] = "Status",
            ["subnet-id"] = "SubnetId",
            ["vpc-id"] = "VpcId",
        });

    public static OperationTable AddNetworkInterfaces(this OperationTable table) => table
        .AddEc2("CreateNetworkInterface", "SubnetId Description PrivateIpAddress Groups TagSpecifications ClientToken", CreateNetworkInterface)
        .AddEc2("DescribeNetworkInterfaces", All)
        .AddEc2("DeleteNetworkInterface", "NetworkInterfaceId", DeleteNetworkInterface);

    /// <summary>An interface, stored, that is attached to nothing.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="subnetId">The subnet.</param>
    /// <param name="groups">Ids of its security groups; none for the VPC's default group.</param>
    /// <param name="more"><c>Description</c>, <c>PrivateIpAddress</c>, <c>TagSet</c> and other members that differ from the ordinary.</param>
    public static JsonObject New(Ec2Region ec2, string subnetId, IReadOnlyCollection<string> groups, JsonObject more)
    {
        var subnet = ec2.Need(Ec2Kinds.Subnet, subnetId);
        var vpcId = subnet.Text("VpcId");
        var ids = groups.Count > 0 ? groups : [SecurityGroups.DefaultOf(ec2, vpcId).Text("GroupId")];
        var references = SecurityGroups.References(ec2, ids, subnet);
        var address = SubnetAddresses.Take(ec2, subnetId, more.String("PrivateIpAddress"));
        var name = HostNames.Private(ec2.Scope.Region, address);
        return ec2.Put(Ec2Kinds.NetworkInterface, JsonObject.Of(
            ("AvailabilityZone", subnet["AvailabilityZone"]),
            ("Description", ""),
            ("Groups", references),
            ("InterfaceType", "interface"),
            ("Ipv6Addresses", JsonArray.Empty),
            ("MacAddress", MacAddress(ec2)),
            ("NetworkInterfaceId", ec2.NewId("eni-")),
            ("OwnerId", ec2.OwnerId),
            ("PrivateDnsName", name),
            ("PrivateIpAddress", address),
            ("PrivateIpAddresses", new JsonArray(
                [JsonObject.Of(("Primary", true), ("PrivateDnsName", name), ("PrivateIpAddress", address))])),
            ("RequesterManaged", false),
            ("SourceDestCheck", true),
            ("Status", "available"),
            ("SubnetId", subnetId),
            ("TagSet", JsonArray.Empty),
            ("VpcId", vpcId)).Merge(more));
    }

    /// <summary>Removes the interface; routes to it lead nowhere from now on.</summary>
    public static void Remove(Ec2Region ec2, JsonObject networkInterface)
    {
        AddressAssociations.Forget(ec2, networkInterface);
        ec2.Delete(Ec2Kinds.NetworkInterface, networkInterface);
        SubnetAddresses.Recount(ec2, networkInterface.Text("SubnetId"));
        Routes.Mark(ec2, "NetworkInterfaceId", networkInterface.Text("NetworkInterfaceId"), "blackhole");
    }

    /// <summary>Gives the interface a public address of Amazon's, or takes it away; an elastic one stays as it is.</summary>
    public static void SetPublic(Ec2Region ec2, JsonObject networkInterface, bool isPublic)
    {
        if (networkInterface.Object("Association")?.Has("AllocationId") != true)
        {
            SetAssociation(ec2, networkInterface, isPublic ? PublicAddresses.Association(ec2, "amazon", PublicAddresses.New(ec2)) : null);
        }
    }

    /// <summary>Sets what public address stands for the interface's primary one; null for none.</summary>
    public static JsonObject SetAssociation(Ec2Region ec2, JsonObject networkInterface, JsonObject? association)
    {
        var addresses = networkInterface.Array("PrivateIpAddresses").Objects
            .Select(address => address.Bool("Primary") == true ? address.With("Association", association) : address);
        return ec2.Put(Ec2Kinds.NetworkInterface, networkInterface
            .With("Association", association).With("PrivateIpAddresses", JsonArray.From(addresses)));
    }

    private static string MacAddress(Ec2Region ec2) => "02:" + string.Join(':', ec2.NewHex(10).Chunk(2).Select(pair => new string(pair)));

    private static JsonObject CreateNetworkInterface(Ec2Region ec2, JsonObject input)
    {
        var created = New(ec2, input.Text("SubnetId"), input.Texts("Groups"), JsonObject.Of(
            ("Description", input["Description"] ?? ""),
            ("PrivateIpAddress", input["PrivateIpAddress"]),
            ("RequesterId", ec2.OwnerId),
            ("TagSet", ResourceTags.ForNew(ec2, input, Ec2Kinds.NetworkInterface))));
        return JsonObject.Of(("NetworkInterface", created), ("ClientToken", input["ClientToken"]));
    }

    private static JsonObject DeleteNetworkInterface(Ec2Region ec2, JsonObject input)
    {
        var networkInterface = ec2.Need(Ec2Kinds.NetworkInterface, input.Text("NetworkInterfaceId"));
        var id = networkInterface.Text("NetworkInterfaceId");
        if (networkInterface.Bool("RequesterManaged") == true)
        {
            throw new AwsException("OperationNotPermitted", $"You do not have permission to delete the network interface '{id}': it is managed by AWS.");
        }

        if (networkInterface.Has("Attachment"))
        {
            throw Inputs.Invalid($"Network interface '{id}' is currently in use.");
        }

        Remove(ec2, networkInterface);
        return JsonObject.Empty;
    }
}
