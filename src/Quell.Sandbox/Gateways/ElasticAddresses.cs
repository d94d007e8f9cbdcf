using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Gateways;

/// <summary>Elastic IP addresses; what they stand for is <see cref="AddressAssociations"/>.</summary>
internal static class ElasticAddresses
{
    private static readonly Filters AddressFilters = new()
    {
        ["allocation-id"] = "AllocationId",
        ["association-id"] = "AssociationId",
        ["domain"] = "Domain",
        ["instance-id"] = "InstanceId",
        ["network-border-group"] = "NetworkBorderGroup",
        ["network-interface-id"] = "NetworkInterfaceId",
        ["network-interface-owner-id"] = "NetworkInterfaceOwnerId",
        ["private-ip-address"] = "PrivateIpAddress",
        ["public-ip"] = "PublicIp",
    };

    public static OperationTable AddElasticAddresses(this OperationTable table) => table
        .AddEc2("AllocateAddress", "Domain NetworkBorderGroup PublicIpv4Pool TagSpecifications", AllocateAddress)
        .AddEc2("DescribeAddresses", "AllocationIds PublicIps Filters", DescribeAddresses)
        .AddEc2("ReleaseAddress", "AllocationId PublicIp NetworkBorderGroup", ReleaseAddress);

    /// <summary>The address that the input names by <c>AllocationId</c> or <c>PublicIp</c>.</summary>
    public static JsonObject Need(Ec2Region ec2, JsonObject input) => (input.String("AllocationId"), input.String("PublicIp")) switch
    {
        ({ } id, _) => ec2.Need(Ec2Kinds.Address, id),
        (null, { } ip) => ec2.In(Ec2Kinds.Address, "PublicIp", ip).FirstOrDefault()
            ?? throw new AwsException("InvalidAddress.NotFound", $"Address '{ip}' not found."),
        _ => throw new AwsException("MissingParameter", "Either public IP or allocation ID must be specified"),
    };

    private static JsonObject AllocateAddress(Ec2Region ec2, JsonObject input)
    {
        if (input.String("Domain") is not (null or "vpc"))
        {
            throw Inputs.InvalidValue(input.String("Domain") ?? "", "domain", "Expected: vpc.");
        }

        if (input.String("PublicIpv4Pool") is not (null or "amazon"))
        {
            throw new AwsException("InvalidPublicIpv4PoolID.NotFound", $"The pool ID '{input.String("PublicIpv4Pool")}' does not exist.");
        }

        CheckBorderGroup(ec2, input);
        var address = ec2.Put(Ec2Kinds.Address, JsonObject.Of(
            ("AllocationId", ec2.NewId(Ec2Kinds.Address.Prefix)),
            ("PublicIp", PublicAddresses.New(ec2)),
            ("Domain", "vpc"),
            ("PublicIpv4Pool", "amazon"),
            ("NetworkBorderGroup", ec2.Scope.Region),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.Address))));
        return address.Without("Tags");
    }

    private static void CheckBorderGroup(Ec2Region ec2, JsonObject input)
    {
        if (input.String("NetworkBorderGroup") is { } group && group != ec2.Scope.Region)
        {
            throw Inputs.InvalidValue(group, "networkBorderGroup", "The network border group does not exist in this Region.");
        }
    }

    private static JsonObject DescribeAddresses(Ec2Region ec2, JsonObject input)
    {
        var (ids, ips) = (input.Texts("AllocationIds"), input.Texts("PublicIps"));
        var named = ec2.Need(Ec2Kinds.Address, ids).Concat(ips.Select(ip => Need(ec2, JsonObject.Of(("PublicIp", ip))))).ToList();
        var addresses = named.Count == 0 ? ec2.All(Ec2Kinds.Address) : named.Distinct();
        return JsonObject.Of(("Addresses", JsonArray.From(
            AddressFilters.Apply(addresses.Select(address => Shown(ec2, address)), input.Array("Filters")))));
    }

    /// <summary>With the instance that the address stands for, which its interface knows.</summary>
    private static JsonObject Shown(Ec2Region ec2, JsonObject address) => address.With(
        "InstanceId", address.String("NetworkInterfaceId") is { } id
            ? ec2.Find(Ec2Kinds.NetworkInterface, id)?.Object("Attachment")?["InstanceId"]
            : null);

    private static JsonObject ReleaseAddress(Ec2Region ec2, JsonObject input)
    {
        var address = Need(ec2, input);
        CheckBorderGroup(ec2, input);
        if (address.Has("AssociationId"))
        {
            throw new AwsException("InvalidIPAddress.InUse", $"Address {address.String("PublicIp")} is in use.");
        }

        ec2.Delete(Ec2Kinds.Address, address);
        return JsonObject.Empty;
    }
}
