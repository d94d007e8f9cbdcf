using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Gateways;

/// <summary>
/// What an elastic address stands for: a network interface's primary private address (VPC User Guide, "Elastic IP addresses").
/// Both the address and the interface show it.
/// </summary>
internal static class AddressAssociations
{
    private static readonly string[] OfAssociation =
        ["AssociationId", "NetworkInterfaceId", "NetworkInterfaceOwnerId", "PrivateIpAddress", "InstanceId"];

    public static OperationTable AddAddressAssociations(this OperationTable table) => table
        .AddEc2("AssociateAddress", "AllocationId PublicIp InstanceId NetworkInterfaceId PrivateIpAddress AllowReassociation", AssociateAddress)
        .AddEc2("DisassociateAddress", "AssociationId PublicIp", DisassociateAddress);

    /// <summary>Lets the address stand for the interface.</summary>
    /// <returns>The address with its association.</returns>
    public static JsonObject Associate(Ec2Region ec2, JsonObject address, JsonObject networkInterface)
    {
        var id = ec2.NewId("eipassoc-");
        var association = PublicAddresses.Association(ec2, ec2.OwnerId, address.Text("PublicIp"))
            .With("AllocationId", address["AllocationId"]).With("AssociationId", id);
        NetworkInterfaces.SetAssociation(ec2, networkInterface, association);
        InstanceInterfaces.Refresh(ec2, networkInterface.Object("Attachment")?.String("InstanceId"));
        return ec2.Put(Ec2Kinds.Address, address
            .With("AssociationId", id)
            .With("NetworkInterfaceId", networkInterface["NetworkInterfaceId"])
            .With("NetworkInterfaceOwnerId", ec2.OwnerId)
            .With("PrivateIpAddress", networkInterface["PrivateIpAddress"]));
    }

    /// <summary>Ends what the address stands for; the interface's instance gets a public address of Amazon's where it had one before.</summary>
    public static void Dissociate(Ec2Region ec2, JsonObject address)
    {
        ec2.Put(Ec2Kinds.Address, Freed(address));
        if (address.String("NetworkInterfaceId") is { } id && ec2.Find(Ec2Kinds.NetworkInterface, id) is { } item)
        {
            var freed = NetworkInterfaces.SetAssociation(ec2, item, null);
            if (freed.Object("Attachment")?.String("InstanceId") is { } instanceId)
            {
                NetworkInterfaces.SetPublic(ec2, freed, InstanceState.IsPublic(ec2, instanceId));
                InstanceInterfaces.Refresh(ec2, instanceId);
            }
        }
    }

    /// <summary>Frees the address that stands for an interface which is about to go.</summary>
    public static void Forget(Ec2Region ec2, JsonObject networkInterface)
    {
        foreach (var address in ec2.In(Ec2Kinds.Address, "NetworkInterfaceId", networkInterface.Text("NetworkInterfaceId")).ToList())
        {
            ec2.Put(Ec2Kinds.Address, Freed(address));
        }
    }

    public static AwsException AlreadyAssociated(JsonObject address) => new(
        "Resource.AlreadyAssociated",
        $"resource {address.String("AllocationId")} is already associated with associate-id {address.String("AssociationId")}");

    private static JsonObject Freed(JsonObject address) => OfAssociation.Aggregate(address, (rest, name) => rest.Without(name));

    private static JsonObject AssociateAddress(Ec2Region ec2, JsonObject input)
    {
        var address = ElasticAddresses.Need(ec2, input);
        var item = ReadInterface(ec2, input);
        var vpcId = item.Text("VpcId");
        if (ec2.All(Ec2Kinds.InternetGateway).All(gateway => InternetGateways.VpcOf(gateway) != vpcId))
        {
            throw new AwsException("Gateway.NotAttached", $"Network {vpcId} is not attached to any internet gateway");
        }

        if (input.String("PrivateIpAddress") is { } wanted && wanted != item.String("PrivateIpAddress"))
        {
            throw Inputs.Invalid($"The address {wanted} is not the primary private IP address of {item.String("NetworkInterfaceId")}.");
        }

        if (address.String("NetworkInterfaceId") == item.String("NetworkInterfaceId"))
        {
            return JsonObject.Of(("AssociationId", address["AssociationId"]));
        }

        if (address.Has("AssociationId"))
        {
            Move(ec2, address, input.Bool("AllowReassociation") != false);
        }

        Forget(ec2, item);
        var associated = Associate(ec2, Freed(address), ec2.Need(Ec2Kinds.NetworkInterface, item.Text("NetworkInterfaceId")));
        return JsonObject.Of(("AssociationId", associated["AssociationId"]));
    }

    private static void Move(Ec2Region ec2, JsonObject address, bool isAllowed)
    {
        if (!isAllowed)
        {
            throw AlreadyAssociated(address);
        }

        RefuseManaged(ec2, address);
        Dissociate(ec2, address);
    }

    private static JsonObject ReadInterface(Ec2Region ec2, JsonObject input)
    {
        var (interfaceId, instanceId) = (input.String("NetworkInterfaceId"), input.String("InstanceId"));
        if ((interfaceId is null) == (instanceId is null))
        {
            throw new AwsException(
                interfaceId is null ? "MissingParameter" : "InvalidParameterCombination",
                "Either instance ID or network interface ID must be specified, and not both.");
        }

        if (interfaceId is not null)
        {
            return ec2.Need(Ec2Kinds.NetworkInterface, interfaceId);
        }

        var instance = ec2.Need(Ec2Kinds.Instance, instanceId!);
        return InstanceState.Of(instance) is "running" or "stopped" or "stopping"
            ? InstanceInterfaces.Only(ec2, instanceId!)
            : throw new AwsException(
                "InvalidInstanceID", $"The {InstanceState.Of(instance)} instance '{instanceId}' is not in a valid state for this operation.");
    }

    private static JsonObject DisassociateAddress(Ec2Region ec2, JsonObject input)
    {
        var address = input.String("AssociationId") is { } id
            ? ec2.In(Ec2Kinds.Address, "AssociationId", id).FirstOrDefault()
                ?? throw new AwsException("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist")
            : ElasticAddresses.Need(ec2, input);
        RefuseManaged(ec2, address);
        Dissociate(ec2, address);
        return JsonObject.Empty;
    }

    /// <summary>A NAT gateway keeps its address for as long as it is there.</summary>
    private static void RefuseManaged(Ec2Region ec2, JsonObject address)
    {
        if (address.String("NetworkInterfaceId") is { } id && ec2.Find(Ec2Kinds.NetworkInterface, id)?.Bool("RequesterManaged") == true)
        {
            throw new AwsException("AuthFailure", "You do not have permission to access the specified resource.", 403);
        }
    }
}
