using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Vpn;

namespace Quell.Sandbox.Network;

/// <summary>The routes of route tables: a destination and where its traffic goes, see <see cref="RouteTarget"/>.</summary>
internal static class Routes
{
    private const string Members = "RouteTableId DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId";

    private static readonly string[] Destinations = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"];

    public static OperationTable AddRoutes(this OperationTable table) => table
        .AddEc2("CreateRoute", $"{Members} {RouteTarget.Members}", CreateRoute)
        .AddEc2("ReplaceRoute", $"{Members} {RouteTarget.Members}", ReplaceRoute)
        .AddEc2("DeleteRoute", Members, DeleteRoute);

    public static JsonObject Local(CidrBlock cidr) => JsonObject.Of(
        (cidr.IsIpv6 ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock", cidr.ToString()),
        ("GatewayId", "local"),
        ("Origin", "CreateRouteTable"),
        ("State", "active"));

    /// <summary>Sets the state of every route to the target: <c>blackhole</c> when it goes away, <c>active</c> when it is back.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="member">The route's member that names the target.</param>
    /// <param name="id">The target.</param>
    /// <param name="state">The state.</param>
    /// <param name="vpcId">The only VPC whose routes are meant; null for all.</param>
    public static void Mark(Ec2Region ec2, string member, string id, string state, string? vpcId = null)
    {
        foreach (var table in ec2.All(Ec2Kinds.RouteTable).Where(table => (vpcId ?? table.String("VpcId")) == table.String("VpcId")).ToList())
        {
            var routes = table.Array("Routes").Objects
                .Select(route => route.String(member) == id ? route.With("State", state) : route);
            ec2.Put(Ec2Kinds.RouteTable, table.With("Routes", JsonArray.From(routes)));
        }
    }

    public static void Add(Ec2Region ec2, JsonObject table, JsonObject route) =>
        Put(ec2, table, new JsonArray(table.Array("Routes").Items.Add(route)));

    /// <summary>Removes the routes to a gateway from the table.</summary>
    public static void Remove(Ec2Region ec2, JsonObject table, string gatewayId) =>
        Put(ec2, table, JsonArray.From(table.Array("Routes").Objects.Where(route => route.String("GatewayId") != gatewayId)));

    /// <summary>Puts the routes of the VPC's address ranges into all its tables, after these have changed.</summary>
    public static void RefreshLocal(Ec2Region ec2, JsonObject vpc)
    {
        var local = VpcCidrs.Of(vpc).Select(Local).ToList();
        foreach (var table in ec2.In(Ec2Kinds.RouteTable, "VpcId", vpc.Text("VpcId")).ToList())
        {
            Put(ec2, table, JsonArray.From(local.Concat(table.Array("Routes").Objects.Where(route => !IsLocal(route)))));
        }
    }

    private static JsonObject CreateRoute(Ec2Region ec2, JsonObject input)
    {
        var (table, destination) = Read(ec2, input);
        if (Find(table, destination) is not null)
        {
            throw new AwsException("RouteAlreadyExists", $"The route identified by {destination.Value} already exists.");
        }

        Add(ec2, table, Route(ec2, table, destination, input));
        return Inputs.Return;
    }

    private static JsonObject ReplaceRoute(Ec2Region ec2, JsonObject input)
    {
        var (table, destination) = Read(ec2, input);
        var old = Find(table, destination) ?? throw Inputs.Invalid(
            $"There is no route defined for '{destination.Value}' in the route table. Use CreateRoute instead.");
        Put(ec2, table, new JsonArray(table.Array("Routes").Items.Replace(old, Route(ec2, table, destination, input))));
        return JsonObject.Empty;
    }

    private static JsonObject DeleteRoute(Ec2Region ec2, JsonObject input)
    {
        var (table, destination) = Read(ec2, input);
        var id = table.String("RouteTableId");
        var route = Find(table, destination) ?? throw new AwsException(
            "InvalidRoute.NotFound", $"no route with {Wire(destination.Name)} {destination.Value} in route table {id}");
        if (IsLocal(route))
        {
            throw Inputs.Invalid($"cannot remove local route {destination.Value} in route table {id}");
        }

        if (route.String("Origin") == RoutePropagation.Origin)
        {
            throw Inputs.Invalid($"cannot remove VPN propagated route {destination.Value} in route table {id}");
        }

        Put(ec2, table, new JsonArray(table.Array("Routes").Items.Remove(route)));
        return JsonObject.Empty;
    }

    private static (JsonObject Table, (string Name, string Value) Destination) Read(Ec2Region ec2, JsonObject input)
    {
        var table = ec2.Need(Ec2Kinds.RouteTable, input.Text("RouteTableId"));
        var given = Array.FindAll(Destinations, input.Has);
        if (given.Length != 1)
        {
            throw new AwsException(
                "MissingParameter",
                "The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId");
        }

        var (name, value) = (given[0], input.Text(given[0]));
        if (name == "DestinationPrefixListId")
        {
            return (table, (name, value));
        }

        return CidrBlock.TryParse(value, out var cidr) && cidr.IsIpv6 == (name == "DestinationIpv6CidrBlock")
            ? (table, (name, cidr.ToString()))
            : throw Inputs.InvalidValue(value, char.ToLowerInvariant(name[0]) + name[1..], "This is not a valid CIDR block.");
    }

    private static JsonObject Route(Ec2Region ec2, JsonObject table, (string Name, string Value) destination, JsonObject input)
    {
        var target = RouteTarget.Read(ec2, table, input);
        var inside = CidrBlock.TryParse(destination.Value, out var cidr)
            && VpcCidrs.Of(ec2.Need(Ec2Kinds.Vpc, table.Text("VpcId"))).Any(range => range.Contains(cidr));
        if (inside && !target.Has("NetworkInterfaceId") && target.String("GatewayId") != "local")
        {
            throw Inputs.Invalid(
                $"The destination CIDR block {destination.Value} is equal to or more specific than one of this VPC's CIDR blocks. "
                + "This route can target only an interface or an instance.");
        }

        return JsonObject.Of((destination.Name, destination.Value)).Merge(target)
            .Merge(JsonObject.Of(("Origin", "CreateRoute"), ("State", "active")));
    }

    private static JsonObject? Find(JsonObject table, (string Name, string Value) destination) =>
        table.Array("Routes").Objects.FirstOrDefault(route => route.String(destination.Name) == destination.Value);

    private static bool IsLocal(JsonObject route) =>
        route.String("GatewayId") == "local" && route.String("Origin") == "CreateRouteTable";

    private static void Put(Ec2Region ec2, JsonObject table, JsonArray routes) =>
        ec2.Put(Ec2Kinds.RouteTable, table.With("Routes", routes));

    private static string Wire(string member) => member switch
    {
        "DestinationCidrBlock" => "destination-cidr-block",
        "DestinationIpv6CidrBlock" => "destination-ipv6-cidr-block",
        _ => "destination-prefix-list-id",
    };
}
