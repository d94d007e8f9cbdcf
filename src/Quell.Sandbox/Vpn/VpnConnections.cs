using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Gateways;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Vpn;

/// <summary>
/// Site-to-Site VPN connections of two tunnels, to a virtual private gateway or a transit gateway. A change takes a connection
/// back to pending for a while, in which its tunnels are down; AWS's answers say <c>modifying</c> there, which its API does not have.
/// </summary>
internal static class VpnConnections
{
    private static readonly Filters ConnectionFilters = new()
    {
        ["customer-gateway-id"] = "CustomerGatewayId",
        ["option.static-routes-only"] = "Options.StaticRoutesOnly",
        ["route.destination-cidr-block"] = "Routes.DestinationCidrBlock",
        ["state"] = "State",
        ["transit-gateway-id"] = "TransitGatewayId",
        ["type"] = "Type",
        ["vpn-connection-id"] = "VpnConnectionId",
        ["vpn-gateway-id"] = "VpnGatewayId",
    };

    private static readonly Listing All = new(Ec2Kinds.VpnConnection, "VpnConnections", "VpnConnectionIds", ConnectionFilters);

    private static readonly Transition Settling = new("ec2:vpn-connection-available", Ec2Kinds.VpnConnection, TimeSpan.FromSeconds(3), (ec2, connection) =>
        ec2.Put(Ec2Kinds.VpnConnection, WithTelemetry(ec2, connection.With("State", "available"))));

    private static readonly Transition Vanishing = new(
        "ec2:vpn-connection-vanishes",
        Ec2Kinds.VpnConnection,
        TimeSpan.FromHours(1),
        (ec2, connection) => ec2.Delete(Ec2Kinds.VpnConnection, connection));

    private static readonly Transition Deleting = new("ec2:vpn-connection-deleted", Ec2Kinds.VpnConnection, TimeSpan.FromSeconds(3), (ec2, connection) =>
        Vanishing.Begin(ec2, ec2.Put(Ec2Kinds.VpnConnection, connection.With("State", "deleted"))));

    public static OperationTable AddVpnConnections(this OperationTable table) => table
        .Add(Settling)
        .Add(Deleting)
        .Add(Vanishing)
        .AddEc2("CreateVpnConnection", "Type CustomerGatewayId VpnGatewayId TransitGatewayId Options PreSharedKeyStorage TagSpecifications", CreateVpnConnection)
        .AddEc2("DescribeVpnConnections", $"{All.Ids} Filters", DescribeVpnConnections)
        .AddEc2("DeleteVpnConnection", "VpnConnectionId", DeleteVpnConnection);

    /// <summary>Those that use the gateway which the member names, and are not deleted.</summary>
    public static IEnumerable<JsonObject> Using(Ec2Region ec2, string member, string gatewayId) =>
        ec2.In(Ec2Kinds.VpnConnection, member, gatewayId).Where(connection => connection.String("State") is "pending" or "available");

    /// <summary>The connection, where it can be changed.</summary>
    public static JsonObject Available(Ec2Region ec2, JsonObject input)
    {
        var connection = ec2.Need(Ec2Kinds.VpnConnection, input.Text("VpnConnectionId"));
        return connection.String("State") == "available"
            ? connection
            : throw new AwsException(
                "InvalidVpnConnection.InvalidState", $"The vpnConnection '{connection.String("VpnConnectionId")}' must be in the available state to complete the request.");
    }

    /// <summary>Stores a connection that has been changed, which takes it a while to follow.</summary>
    /// <returns>The answer that shows it.</returns>
    public static JsonObject Settle(Ec2Region ec2, JsonObject connection)
    {
        var settling = ec2.Put(Ec2Kinds.VpnConnection, WithTelemetry(ec2, connection.With("State", "pending")));
        Settling.Begin(ec2, settling);
        return JsonObject.Of(("VpnConnection", Shown(ec2, settling)));
    }

    /// <summary>The inside ranges of every tunnel of the gateway's other connections.</summary>
    public static IEnumerable<string> InsideRanges(Ec2Region ec2, JsonObject connection) =>
        from other in ec2.All(Ec2Kinds.VpnConnection)
        where other.String("VpnConnectionId") != connection.String("VpnConnectionId") && other.String("State") is "pending" or "available"
        where Equals(other["VpnGatewayId"], connection["VpnGatewayId"]) && Equals(other["TransitGatewayId"], connection["TransitGatewayId"])
        from tunnel in TunnelsOf(other).Objects
        select tunnel.Text("TunnelInsideCidr");

    public static JsonArray TunnelsOf(JsonObject connection) => (connection.Object("Options") ?? JsonObject.Empty).Array("TunnelOptions");

    private static JsonObject WithTelemetry(Ec2Region ec2, JsonObject connection) => connection.With(
        "VgwTelemetry", VpnTunnels.Telemetry(ec2, TunnelsOf(connection), connection.String("State") == "available"));

    private static JsonObject CreateVpnConnection(Ec2Region ec2, JsonObject input)
    {
        VpnGateways.CheckType(input);
        RefuseSecretsManager(input);
        var customer = CustomerGateways.Available(ec2, input.Text("CustomerGatewayId"));
        var gateway = ReadGateway(ec2, input);
        var connection = JsonObject.Of(
            ("VpnConnectionId", ec2.NewId(Ec2Kinds.VpnConnection.Prefix)),
            ("Category", "VPN"),
            ("Type", "ipsec.1"),
            ("CustomerGatewayId", customer["CustomerGatewayId"]),
            ("Routes", JsonArray.Empty),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.VpnConnection))).Merge(gateway);
        var options = VpnOptions.New(ec2, input.Object("Options") ?? JsonObject.Empty, InsideRanges(ec2, connection));
        if (gateway.String("TransitGatewayId") is { } transit)
        {
            TransitGatewayAttachments.New(ec2, transit, "vpn", connection.Text("VpnConnectionId"), JsonObject.Empty);
        }

        return Settle(ec2, connection.With("Options", options));
    }

    public static void RefuseSecretsManager(JsonObject input)
    {
        if (input.String("PreSharedKeyStorage") is not (null or "Standard"))
        {
            throw new AwsException("UnsupportedOperation", "The simulated account keeps pre-shared keys with their VPN connection alone.");
        }
    }

    /// <summary>The gateway on Amazon's side; none for a connection that is associated later.</summary>
    private static JsonObject ReadGateway(Ec2Region ec2, JsonObject input) => (input.String("VpnGatewayId"), input.String("TransitGatewayId")) switch
    {
        ({ } vpn, null) => JsonObject.Of(("VpnGatewayId", VpnGateways.Available(ec2, vpn)["VpnGatewayId"])),
        (null, { } transit) => JsonObject.Of(
            ("TransitGatewayId", TransitGateways.Available(ec2, transit)["TransitGatewayId"]), ("GatewayAssociationState", "associated")),
        (null, null) => JsonObject.Of(("GatewayAssociationState", "not-associated")),
        _ => throw Inputs.Invalid("The request must not contain both parameter vpnGatewayId and transitGatewayId"),
    };

    private static JsonObject DescribeVpnConnections(Ec2Region ec2, JsonObject input) => JsonObject.Of(
        (All.Output, JsonArray.From(All.Select(ec2, input).Select(connection => Shown(ec2, connection)))));

    /// <summary>With the configuration of the customer's device, while there is one to be configured.</summary>
    private static JsonObject Shown(Ec2Region ec2, JsonObject connection)
    {
        if (connection.String("State") is not ("pending" or "available"))
        {
            return connection;
        }

        var amazon = connection.String("VpnGatewayId") is { } vpn ? ec2.Need(Ec2Kinds.VpnGateway, vpn).Long("AmazonSideAsn")
            : connection.String("TransitGatewayId") is { } transit ? ec2.Need(Ec2Kinds.TransitGateway, transit).Object("Options")?.Long("AmazonSideAsn")
            : null;
        var customer = ec2.Need(Ec2Kinds.CustomerGateway, connection.Text("CustomerGatewayId"));
        return connection.With("CustomerGatewayConfiguration", CustomerConfiguration.Of(connection, customer, amazon ?? 64_512));
    }

    private static JsonObject DeleteVpnConnection(Ec2Region ec2, JsonObject input)
    {
        var connection = ec2.Need(Ec2Kinds.VpnConnection, input.Text("VpnConnectionId"));
        var id = connection.Text("VpnConnectionId");
        if (connection.String("State") is "deleting" or "deleted")
        {
            throw Ec2Kinds.VpnConnection.NotFound(id);
        }

        foreach (var attachment in ec2.In(Ec2Kinds.TransitGatewayAttachment, "ResourceId", id).ToList())
        {
            TransitGatewayAttachments.Delete(ec2, attachment);
        }

        Deleting.Begin(ec2, ec2.Put(Ec2Kinds.VpnConnection, WithTelemetry(ec2, connection.With("State", "deleting"))));
        if (connection.String("VpnGatewayId") is { } gatewayId)
        {
            RoutePropagation.Refresh(ec2, gatewayId);
        }

        return JsonObject.Empty;
    }
}
