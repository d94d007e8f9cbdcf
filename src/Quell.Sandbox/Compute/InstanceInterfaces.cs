using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>The network interfaces of an instance, and what the instance shows of them.</summary>
internal static class InstanceInterfaces
{
    private static readonly string[] Shown =
    [
        "Association", "Attachment", "Description", "Groups", "Ipv6Addresses", "MacAddress", "NetworkInterfaceId", "OwnerId",
        "PrivateDnsName", "PrivateIpAddress", "PrivateIpAddresses", "SourceDestCheck", "Status", "SubnetId", "VpcId", "InterfaceType",
    ];

    /// <summary>The instance's interfaces by device index.</summary>
    public static IReadOnlyList<JsonObject> Of(Ec2Region ec2, string instanceId) =>
    [
        .. ec2.All(Ec2Kinds.NetworkInterface)
            .Where(item => item.Object("Attachment")?.String("InstanceId") == instanceId)
            .OrderBy(item => item.Object("Attachment")?.Long("DeviceIndex")),
    ];

    /// <summary>The instance's interface, for the calls that take an instance instead of it.</summary>
    /// <exception cref="AwsException">The instance has none, or more than one.</exception>
    public static JsonObject Only(Ec2Region ec2, string instanceId) => Of(ec2, instanceId) switch
    {
        [var only] => only,
        [] => throw new AwsException("IncorrectInstanceState", $"The instance '{instanceId}' has no network interface."),
        _ => throw new AwsException(
            "InvalidInstanceID",
            $"There are multiple interfaces attached to instance '{instanceId}'. Please specify an interface ID for the operation instead."),
    };

    /// <summary>Draws what the instance shows of its interfaces from them again; nothing where it is null.</summary>
    public static void Refresh(Ec2Region ec2, string? instanceId)
    {
        if (instanceId is not null && ec2.Find(Ec2Kinds.Instance, instanceId) is { } instance)
        {
            ec2.Put(Ec2Kinds.Instance, Drawn(instance, Of(ec2, instanceId)));
        }
    }

    private static JsonObject Drawn(JsonObject instance, IReadOnlyList<JsonObject> interfaces)
    {
        var primary = interfaces.Count > 0 ? interfaces[0] : JsonObject.Empty;
        var association = primary.Object("Association") ?? JsonObject.Empty;
        return instance
            .With("NetworkInterfaces", JsonArray.From(interfaces.Select(Part)))
            .With("SecurityGroups", JsonArray.From(
                interfaces.SelectMany(item => item.Array("Groups").Objects).DistinctBy(group => group.String("GroupId"))))
            .With("SourceDestCheck", primary["SourceDestCheck"])
            .With("SubnetId", primary["SubnetId"])
            .With("VpcId", primary["VpcId"])
            .With("PrivateIpAddress", primary["PrivateIpAddress"])
            .With("PrivateDnsName", primary["PrivateDnsName"] ?? "")
            .With("PublicIpAddress", association["PublicIp"])
            .With("PublicDnsName", association["PublicDnsName"] ?? "");
    }

    private static JsonObject Part(JsonObject item)
    {
        var attachment = item.Object("Attachment")!.Without("InstanceId").Without("InstanceOwnerId");
        return JsonObject.From(Shown.Where(item.Has).Select(name => KeyValuePair.Create(name, item[name]!)))
            .With("Attachment", attachment)
            .With("Association", Named(item).Object("Association"))
            .With("PrivateIpAddresses", JsonArray.From(item.Array("PrivateIpAddresses").Objects.Select(Named)));
    }

    /// <summary>An instance shows the public address that stands for one of its own, but not the elastic address's ids.</summary>
    private static JsonObject Named(JsonObject item) => item.With(
        "Association", item.Object("Association")?.Without("AllocationId").Without("AssociationId"));
}
