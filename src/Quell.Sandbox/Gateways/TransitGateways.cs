using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Gateways;

/// <summary>Transit gateways, as far as a route can lead to one: their own route tables are not there.</summary>
internal static class TransitGateways
{
    private const string Options =
        "AmazonSideAsn AutoAcceptSharedAttachments DefaultRouteTableAssociation DefaultRouteTablePropagation VpnEcmpSupport DnsSupport "
        + "SecurityGroupReferencingSupport MulticastSupport";

    private static readonly JsonObject Standard = JsonObject.Of(
        ("AmazonSideAsn", 64512),
        ("AutoAcceptSharedAttachments", "disable"),
        ("DefaultRouteTableAssociation", "enable"),
        ("DefaultRouteTablePropagation", "enable"),
        ("VpnEcmpSupport", "enable"),
        ("DnsSupport", "enable"),
        ("SecurityGroupReferencingSupport", "disable"),
        ("MulticastSupport", "disable"));

    private static readonly Listing All = new(Ec2Kinds.TransitGateway, "TransitGateways", "TransitGatewayIds", new Filters
    {
        ["options.amazon-side-asn"] = "Options.AmazonSideAsn",
        ["options.auto-accept-shared-attachments"] = "Options.AutoAcceptSharedAttachments",
        ["options.default-route-table-association"] = "Options.DefaultRouteTableAssociation",
        ["options.default-route-table-propagation"] = "Options.DefaultRouteTablePropagation",
        ["options.dns-support"] = "Options.DnsSupport",
        ["options.vpn-ecmp-support"] = "Options.VpnEcmpSupport",
        ["owner-id"] = "OwnerId",
        ["state"] = "State",
        ["transit-gateway-id"] = "TransitGatewayId",
    });

    private static readonly Transition Starting = new(
        "ec2:transit-gateway-available",
        Ec2Kinds.TransitGateway,
        TimeSpan.FromSeconds(3),
        (ec2, gateway) => ec2.Put(Ec2Kinds.TransitGateway, gateway.With("State", "available")));

    private static readonly Transition Vanishing = new(
        "ec2:transit-gateway-vanishes",
        Ec2Kinds.TransitGateway,
        TimeSpan.FromHours(1),
        (ec2, gateway) => ec2.Delete(Ec2Kinds.TransitGateway, gateway));

    private static readonly Transition Deleting = new(
        "ec2:transit-gateway-deleted",
        Ec2Kinds.TransitGateway,
        TimeSpan.FromSeconds(3),
        (ec2, gateway) => Vanishing.Begin(ec2, ec2.Put(Ec2Kinds.TransitGateway, gateway.With("State", "deleted"))));

    public static OperationTable AddTransitGateways(this OperationTable table) => table
        .Add(Starting)
        .Add(Deleting)
        .Add(Vanishing)
        .AddEc2("CreateTransitGateway", "Description Options TagSpecifications", CreateTransitGateway)
        .AddEc2("DescribeTransitGateways", All)
        .AddEc2("DeleteTransitGateway", "TransitGatewayId", DeleteTransitGateway);

    /// <summary>The gateway, where something can be attached to it.</summary>
    public static JsonObject Available(Ec2Region ec2, string id)
    {
        var gateway = ec2.Need(Ec2Kinds.TransitGateway, id);
        return gateway.String("State") switch
        {
            "available" => gateway,
            "deleted" => throw Ec2Kinds.TransitGateway.NotFound(id),
            var state => throw new AwsException("IncorrectState", $"{id} is in invalid state: {state}"),
        };
    }

    private static JsonObject CreateTransitGateway(Ec2Region ec2, JsonObject input)
    {
        var options = input.Object("Options") ?? JsonObject.Empty;
        if (options.Names.FirstOrDefault(name => !Options.Split(' ').Contains(name)) is { } other)
        {
            throw new AwsException("UnsupportedOperation", $"The simulated account does not support the option {other} of CreateTransitGateway.");
        }

        AutonomousSystem.CheckPrivate(options.Long("AmazonSideAsn"));
        var id = ec2.NewId(Ec2Kinds.TransitGateway.Prefix);
        var gateway = ec2.Put(Ec2Kinds.TransitGateway, JsonObject.Of(
            ("TransitGatewayId", id),
            ("TransitGatewayArn", ec2.Arn(Ec2Kinds.TransitGateway, id)),
            ("State", "pending"),
            ("OwnerId", ec2.OwnerId),
            ("Description", input["Description"]),
            ("CreationTime", ec2.NowText),
            ("Options", Standard.Merge(options)),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.TransitGateway))));
        Starting.Begin(ec2, gateway);
        return JsonObject.Of(("TransitGateway", gateway));
    }

    private static JsonObject DeleteTransitGateway(Ec2Region ec2, JsonObject input)
    {
        var id = input.Text("TransitGatewayId");
        var gateway = Available(ec2, id);
        var attachments = ec2.In(Ec2Kinds.TransitGatewayAttachment, "TransitGatewayId", id)
            .Where(attachment => attachment.String("State") != "deleted").Select(attachment => attachment.Text("TransitGatewayAttachmentId")).ToList();
        if (attachments.Count > 0)
        {
            throw new AwsException("IncorrectState", $"{id} has non-deleted Attachments: {string.Join(", ", attachments)}.");
        }

        var deleting = ec2.Put(Ec2Kinds.TransitGateway, gateway.With("State", "deleting"));
        Deleting.Begin(ec2, deleting);
        return JsonObject.Of(("TransitGateway", deleting));
    }
}
