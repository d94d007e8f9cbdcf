using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Gateways;

/// <summary>What is attached to transit gateways: VPCs, with a network interface in each of their subnets, and VPN connections.</summary>
internal static class TransitGatewayAttachments
{
    private static readonly string[] OfEach =
        ["TransitGatewayAttachmentId", "TransitGatewayId", "ResourceType", "ResourceId", "State", "CreationTime", "Tags"];

    private static readonly string[] OfVpc =
        ["TransitGatewayAttachmentId", "TransitGatewayId", "VpcId", "VpcOwnerId", "State", "SubnetIds", "CreationTime", "Options", "Tags"];

    private static readonly Filters AttachmentFilters = new()
    {
        ["resource-id"] = "ResourceId",
        ["resource-type"] = "ResourceType",
        ["state"] = "State",
        ["transit-gateway-attachment-id"] = "TransitGatewayAttachmentId",
        ["transit-gateway-id"] = "TransitGatewayId",
        ["vpc-id"] = "VpcId",
    };

    private static readonly Listing All = new(
        Ec2Kinds.TransitGatewayAttachment, "TransitGatewayAttachments", "TransitGatewayAttachmentIds", AttachmentFilters);

    private static readonly Transition Starting = new(
        "ec2:transit-gateway-attachment-available",
        Ec2Kinds.TransitGatewayAttachment,
        TimeSpan.FromSeconds(3),
        (ec2, attachment) => ec2.Put(Ec2Kinds.TransitGatewayAttachment, attachment.With("State", "available")));

    private static readonly Transition Deleting = new(
        "ec2:transit-gateway-attachment-deleted", Ec2Kinds.TransitGatewayAttachment, TimeSpan.FromSeconds(3), End);

    private static readonly Transition Vanishing = new(
        "ec2:transit-gateway-attachment-vanishes",
        Ec2Kinds.TransitGatewayAttachment,
        TimeSpan.FromHours(1),
        (ec2, attachment) => ec2.Delete(Ec2Kinds.TransitGatewayAttachment, attachment));

    public static OperationTable AddTransitGatewayAttachments(this OperationTable table) => table
        .Add(Starting)
        .Add(Deleting)
        .Add(Vanishing)
        .AddEc2("CreateTransitGatewayVpcAttachment", "TransitGatewayId VpcId SubnetIds TagSpecifications", CreateTransitGatewayVpcAttachment)
        .AddEc2("DescribeTransitGatewayVpcAttachments", $"{All.Ids} Filters MaxResults NextToken", DescribeTransitGatewayVpcAttachments)
        .AddEc2("DescribeTransitGatewayAttachments", $"{All.Ids} Filters MaxResults NextToken", DescribeTransitGatewayAttachments)
        .AddEc2("DeleteTransitGatewayVpcAttachment", "TransitGatewayAttachmentId", DeleteTransitGatewayVpcAttachment);

    /// <summary>Whether the VPC's traffic can go to the transit gateway.</summary>
    public static bool Reach(Ec2Region ec2, string gatewayId, string vpcId) =>
        ec2.In(Ec2Kinds.TransitGatewayAttachment, "TransitGatewayId", gatewayId)
            .Any(attachment => attachment.String("VpcId") == vpcId && attachment.String("State") is "pending" or "available");

    /// <summary>The VPC's attachments that keep it from being deleted.</summary>
    public static IEnumerable<JsonObject> Of(Ec2Region ec2, string vpcId) =>
        ec2.In(Ec2Kinds.TransitGatewayAttachment, "VpcId", vpcId).Where(attachment => attachment.String("State") != "deleted");

    /// <summary>Attaches a VPN connection, or a VPC with what else it shows.</summary>
    public static JsonObject New(Ec2Region ec2, string gatewayId, string type, string id, JsonObject more)
    {
        var attachment = ec2.Put(Ec2Kinds.TransitGatewayAttachment, JsonObject.Of(
            ("TransitGatewayAttachmentId", ec2.NewId(Ec2Kinds.TransitGatewayAttachment.Prefix)),
            ("TransitGatewayId", gatewayId),
            ("ResourceType", type),
            ("ResourceId", id),
            ("State", "pending"),
            ("CreationTime", ec2.NowText),
            ("Tags", JsonArray.Empty)).Merge(more));
        Starting.Begin(ec2, attachment);
        return attachment;
    }

    /// <summary>Begins to delete the attachment.</summary>
    public static JsonObject Delete(Ec2Region ec2, JsonObject attachment)
    {
        var deleting = ec2.Put(Ec2Kinds.TransitGatewayAttachment, attachment.With("State", "deleting"));
        Deleting.Begin(ec2, deleting);
        return deleting;
    }

    private static JsonObject CreateTransitGatewayVpcAttachment(Ec2Region ec2, JsonObject input)
    {
        var gatewayId = TransitGateways.Available(ec2, input.Text("TransitGatewayId")).Text("TransitGatewayId");
        var vpcId = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId")).Text("VpcId");
        if (Of(ec2, vpcId).Any(attachment => attachment.String("TransitGatewayId") == gatewayId))
        {
            throw new AwsException(
                "DuplicateTransitGatewayAttachment", $"{gatewayId} has non-deleted Transit Gateway Attachments with same VPC ID.");
        }

        var subnets = ReadSubnets(ec2, vpcId, input);
        var interfaces = subnets.Select(subnet => NewInterface(ec2, subnet.Text("SubnetId"), gatewayId)["NetworkInterfaceId"]!);
        return Answer(New(ec2, gatewayId, "vpc", vpcId, JsonObject.Of(
            ("VpcId", vpcId),
            ("VpcOwnerId", ec2.OwnerId),
            ("SubnetIds", JsonArray.From(subnets.Select(subnet => subnet.Text("SubnetId")))),
            ("NetworkInterfaceIds", JsonArray.From(interfaces)),
            ("Options", JsonObject.Of(
                ("DnsSupport", "enable"),
                ("SecurityGroupReferencingSupport", "enable"),
                ("Ipv6Support", "disable"),
                ("ApplianceModeSupport", "disable"))),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.TransitGatewayAttachment)))));
    }

    private static IReadOnlyList<JsonObject> ReadSubnets(Ec2Region ec2, string vpcId, JsonObject input)
    {
        var subnets = ec2.Need(Ec2Kinds.Subnet, input.Texts("SubnetIds"));
        if (subnets.Where(subnet => subnet.String("VpcId") != vpcId).Select(subnet => subnet.Text("SubnetId")).ToList() is { Count: > 0 } strangers)
        {
            throw Ec2Kinds.Subnet.NotFound(strangers);
        }

        return subnets.DistinctBy(subnet => subnet.String("AvailabilityZone")).Count() == subnets.Count
            ? subnets
            : throw new AwsException("DuplicateSubnetsInSameZone", "Subnets must be in different Availability Zones.");
    }

    private static JsonObject NewInterface(Ec2Region ec2, string subnetId, string gatewayId) => NetworkInterfaces.New(ec2, subnetId, [], JsonObject.Of(
        ("Description", $"Network Interface for Transit Gateway Attachment of {gatewayId}"),
        ("InterfaceType", "transit_gateway"),
        ("RequesterManaged", true),
        ("RequesterId", ec2.OwnerId),
        ("Status", "in-use"),
        ("Attachment", JsonObject.Of(
            ("AttachmentId", ec2.NewId("ela-attach-")),
            ("DeleteOnTermination", false),
            ("DeviceIndex", 1),
            ("InstanceOwnerId", "amazon-aws"),
            ("Status", "attached")))));

    private static JsonObject DescribeTransitGatewayVpcAttachments(Ec2Region ec2, JsonObject input)
    {
        var vpcs = All.Select(ec2, input).Where(attachment => attachment.String("ResourceType") == "vpc");
        return Answer(Page.Of(vpcs, Id, input), "TransitGatewayVpcAttachments", attachment => Part(attachment, OfVpc));
    }

    private static JsonObject DescribeTransitGatewayAttachments(Ec2Region ec2, JsonObject input) =>
        Answer(Page.Of(All.Select(ec2, input), Id, input), All.Output, attachment => Part(attachment, OfEach)
            .With("TransitGatewayOwnerId", ec2.OwnerId).With("ResourceOwnerId", ec2.OwnerId));

    private static JsonObject Answer((JsonArray Items, string? NextToken) page, string output, Func<JsonObject, JsonObject> show) => JsonObject.Of(
        (output, JsonArray.From(page.Items.Objects.Select(show))), ("NextToken", page.NextToken is null ? null : (JsonValue)page.NextToken));

    private static JsonObject DeleteTransitGatewayVpcAttachment(Ec2Region ec2, JsonObject input)
    {
        var attachment = ec2.Need(Ec2Kinds.TransitGatewayAttachment, input.Text("TransitGatewayAttachmentId"));
        var id = Id(attachment);
        if (attachment.String("ResourceType") != "vpc")
        {
            throw new AwsException("InvalidTransitGatewayAttachmentID.NotFound", $"Transit Gateway VPC Attachment {id} was deleted or does not exist.");
        }

        return attachment.String("State") switch
        {
            "available" or "pending" => Answer(Delete(ec2, attachment)),
            "deleted" => throw Ec2Kinds.TransitGatewayAttachment.NotFound(id),
            var state => throw new AwsException("IncorrectState", $"{id} is in invalid state: {state}"),
        };
    }

    private static void End(Ec2Region ec2, JsonObject attachment)
    {
        foreach (var id in attachment.Texts("NetworkInterfaceIds"))
        {
            NetworkInterfaces.Remove(ec2, ec2.Need(Ec2Kinds.NetworkInterface, id));
        }

        if (attachment.String("VpcId") is { } vpcId)
        {
            Routes.Mark(ec2, "TransitGatewayId", attachment.Text("TransitGatewayId"), "blackhole", vpcId);
        }

        Vanishing.Begin(ec2, ec2.Put(
            Ec2Kinds.TransitGatewayAttachment, attachment.With("State", "deleted").With("NetworkInterfaceIds", JsonArray.Empty)));
    }

    private static JsonObject Answer(JsonObject attachment) =>
        JsonObject.Of(("TransitGatewayVpcAttachment", Part(attachment, OfVpc)));

    private static JsonObject Part(JsonObject attachment, string[] names) =>
        JsonObject.From(names.Where(attachment.Has).Select(name => KeyValuePair.Create(name, attachment[name]!)));

    private static string Id(JsonObject attachment) => attachment.Text("TransitGatewayAttachmentId");
}
