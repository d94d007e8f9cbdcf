using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Sandbox.Network;

/// <summary>Interface endpoints: a network interface in each of their subnets, one subnet per zone.</summary>
internal static class InterfaceEndpoints
{
    private const string Ready = "ec2:endpoint-ready";

    private static readonly TimeSpan ReadyAfter = TimeSpan.FromSeconds(3);

    public static OperationTable AddInterfaceEndpoints(this OperationTable table) => table.AddTimer(Ready, OnReady);

    public static JsonObject Add(
        Ec2Region ec2, JsonObject endpoint, IReadOnlyList<string> subnetIds, IReadOnlyList<string> groupIds)
    {
        CheckPrivateDns(ec2, endpoint);
        if (endpoint.String("State") == "pending")
        {
            ec2.Transaction.After(ReadyAfter, ec2.Scope, Ready, JsonObject.Of(("VpcEndpointId", endpoint["VpcEndpointId"])));
        }

        endpoint = SetGroups(ec2, endpoint, [.. GroupIds(endpoint).Concat(groupIds).Distinct()]);
        foreach (var subnet in ec2.Need(Ec2Kinds.Subnet, subnetIds))
        {
            endpoint = AddSubnet(ec2, endpoint, subnet);
        }

        return ec2.Put(Ec2Kinds.VpcEndpoint, WithNames(ec2, endpoint));
    }

    public static JsonObject Remove(
        Ec2Region ec2, JsonObject endpoint, IReadOnlyList<string> subnetIds, IReadOnlyList<string> groupIds)
    {
        foreach (var item in Interfaces(ec2, endpoint).Where(item => subnetIds.Contains(item.Text("SubnetId"))).ToList())
        {
            NetworkInterfaces.Remove(ec2, item);
            endpoint = endpoint
                .With("NetworkInterfaceIds", Without(endpoint, "NetworkInterfaceIds", item.Text("NetworkInterfaceId")))
                .With("SubnetIds", Without(endpoint, "SubnetIds", item.Text("SubnetId")));
        }

        return groupIds.Count == 0 ? endpoint : SetGroups(ec2, endpoint, [.. GroupIds(endpoint).Except(groupIds)]);
    }

    public static JsonObject RemoveAll(Ec2Region ec2, JsonObject endpoint) =>
        Remove(ec2, endpoint, endpoint.Texts("SubnetIds"), []);

    private static JsonArray Without(JsonObject endpoint, string member, string id) =>
        JsonArray.From(endpoint.Texts(member).Where(item => item != id));

    private static void CheckPrivateDns(Ec2Region ec2, JsonObject endpoint)
    {
        var vpcId = endpoint.Text("VpcId");
        var attributes = ec2.Attributes(Ec2Kinds.Vpc, vpcId);
        if (endpoint.Bool("PrivateDnsEnabled") == true
            && !(attributes.Bool("EnableDnsSupport") == true && attributes.Bool("EnableDnsHostnames") == true))
        {
            throw new AwsException(
                "InvalidParameter",
                $"Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for {vpcId}");
        }
    }

    private static JsonObject AddSubnet(Ec2Region ec2, JsonObject endpoint, JsonObject subnet)
    {
        var (id, zone) = (subnet.Text("SubnetId"), subnet.String("AvailabilityZone"));
        if (Interfaces(ec2, endpoint).Any(item => item.String("AvailabilityZone") == zone))
        {
            throw new AwsException(
                "DuplicateSubnetsInSameZone", $"Found another VPC endpoint subnet in the availability zone of {id}.");
        }

        var item = NetworkInterfaces.New(ec2, id, GroupIds(endpoint), JsonObject.Of(
            ("Description", $"VPC Endpoint Interface {endpoint.String("VpcEndpointId")}"),
            ("InterfaceType", "vpc_endpoint"),
            ("RequesterManaged", true),
            ("RequesterId", ec2.OwnerId),
            ("Status", "in-use"),
            ("Attachment", JsonObject.Of(
                ("AttachmentId", ec2.NewId("ela-attach-")),
                ("DeleteOnTermination", false),
                ("DeviceIndex", 1),
                ("InstanceOwnerId", "amazon-aws"),
                ("Status", "attached")))));
        return endpoint
            .With("SubnetIds", new JsonArray(endpoint.Array("SubnetIds").Items.Add(id)))
            .With("NetworkInterfaceIds", new JsonArray(endpoint.Array("NetworkInterfaceIds").Items.Add(item["NetworkInterfaceId"]!)));
    }

    /// <summary>Sets the groups, or the VPC's default group where none is left, on the endpoint and its interfaces.</summary>
    private static JsonObject SetGroups(Ec2Region ec2, JsonObject endpoint, IReadOnlyList<string> ids)
    {
        var vpc = ec2.Need(Ec2Kinds.Vpc, endpoint.Text("VpcId"));
        ids = ids.Count > 0 ? ids : [SecurityGroups.DefaultOf(ec2, vpc.Text("VpcId")).Text("GroupId")];
        var groups = SecurityGroups.References(ec2, ids, vpc);
        foreach (var item in Interfaces(ec2, endpoint).ToList())
        {
            ec2.Put(Ec2Kinds.NetworkInterface, item.With("Groups", groups));
        }

        return ec2.Put(Ec2Kinds.VpcEndpoint, endpoint.With("Groups", groups));
    }

    private static IReadOnlyList<string> GroupIds(JsonObject endpoint) =>
        [.. endpoint.Array("Groups").Objects.Select(group => group.Text("GroupId"))];

    private static IEnumerable<JsonObject> Interfaces(Ec2Region ec2, JsonObject endpoint) =>
        ec2.Need(Ec2Kinds.NetworkInterface, endpoint.Texts("NetworkInterfaceIds"));

    /// <summary>The names that resolve to the interfaces: one for all, one per zone.</summary>
    private static JsonObject WithNames(Ec2Region ec2, JsonObject endpoint)
    {
        var id = endpoint.Text("VpcEndpointId");
        var service = EndpointService.Read(ec2, endpoint.Text("ServiceName"));
        var name = $"{id}-{new IdSource("endpoint-name", id).Hex(8)}";
        var suffix = $"{service.Name}.{service.Region}.vpce.amazonaws.com";
        var zones = Interfaces(ec2, endpoint).Select(item => $"{name}-{item.String("AvailabilityZone")}.{suffix}");
        return endpoint.With("DnsEntries", JsonArray.From(zones.Prepend($"{name}.{suffix}").Select(dns =>
            (JsonValue)JsonObject.Of(("DnsName", dns), ("HostedZoneId", "Z7HUB22UULQXV")))));
    }

    private static void OnReady(Transaction transaction, Timer timer)
    {
        var ec2 = new Ec2Region(transaction, timer.Key.Scope, transaction.Ids);
        if (ec2.Find(Ec2Kinds.VpcEndpoint, timer.Data.Text("VpcEndpointId")) is { } endpoint)
        {
            ec2.Put(Ec2Kinds.VpcEndpoint, endpoint.With("State", "available"));
        }
    }
}
