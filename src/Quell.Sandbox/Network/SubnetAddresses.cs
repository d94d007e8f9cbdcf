using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>The private addresses of a subnet: the first four and the last are AWS's own (VPC User Guide, "Subnet sizing").</summary>
internal static class SubnetAddresses
{
    private const int ReservedFirst = 4;
    private const int Reserved = 5;

    public static long Capacity(CidrBlock cidr) => (long)cidr.Size - Reserved;

    /// <summary>Takes an address: the one asked for, or the lowest that is free.</summary>
    /// <exception cref="AwsException">It is outside, reserved or taken, or none is left.</exception>
    public static string Take(Ec2Region ec2, string subnetId, string? wanted)
    {
        var subnet = ec2.Need(Ec2Kinds.Subnet, subnetId);
        var cidr = CidrBlock.Parse(subnet.Text("CidrBlock"));
        var taken = Taken(ec2, subnetId);
        var free = Enumerable.Range(ReservedFirst, (int)Capacity(cidr)).Select(offset => cidr.AddressAt((UInt128)offset));
        var address = wanted is null ? free.FirstOrDefault(address => !taken.Contains(address)) : Checked(cidr, taken, wanted);
        if (address is null)
        {
            throw new AwsException(
                "InsufficientFreeAddressesInSubnet",
                "The specified subnet does not have enough free addresses to satisfy the request.");
        }

        ec2.Put(Ec2Kinds.Subnet, subnet.With("AvailableIpAddressCount", Capacity(cidr) - taken.Count - 1));
        return address;
    }

    /// <summary>Counts again after a network interface is gone.</summary>
    public static void Recount(Ec2Region ec2, string subnetId)
    {
        if (ec2.Find(Ec2Kinds.Subnet, subnetId) is { } subnet)
        {
            var capacity = Capacity(CidrBlock.Parse(subnet.Text("CidrBlock")));
            ec2.Put(Ec2Kinds.Subnet, subnet.With("AvailableIpAddressCount", capacity - Taken(ec2, subnetId).Count));
        }
    }

    private static HashSet<string> Taken(Ec2Region ec2, string subnetId) =>
        [.. ec2.In(Ec2Kinds.NetworkInterface, "SubnetId", subnetId).SelectMany(Addresses)];

    private static IEnumerable<string> Addresses(JsonObject networkInterface) =>
        networkInterface.Array("PrivateIpAddresses").Objects.Select(item => item.Text("PrivateIpAddress"));

    private static string Checked(CidrBlock cidr, HashSet<string> taken, string wanted)
    {
        if (!cidr.Contains(wanted))
        {
            throw Inputs.Invalid($"Address {wanted} does not fall within the subnet's address range");
        }

        var reserved = Enumerable.Range(0, ReservedFirst).Select(offset => (UInt128)offset).Append(cidr.Size - 1);
        if (reserved.Any(offset => cidr.AddressAt(offset) == wanted))
        {
            throw Inputs.Invalid($"Address {wanted} is in subnet's reserved address range");
        }

        return taken.Contains(wanted)
            ? throw new AwsException("InvalidIPAddress.InUse", $"The specified address is already in use: {wanted}")
            : wanted;
    }
}
