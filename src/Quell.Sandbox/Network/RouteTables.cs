using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Route tables of VPCs; the main one applies to every subnet that has none of its own.</summary>
internal static class RouteTables
{
    public static JsonObject New(Ec2Region ec2, JsonObject vpc, JsonArray tags, bool main = false)
    {
        var id = ec2.NewId("rtb-");
        var associations = main ? new JsonArray([Association(ec2, id, ("Main", true))]) : JsonArray.Empty;
        return ec2.Put(Ec2Kinds.RouteTable, JsonObject.Of(
            ("Associations", associations),
            ("PropagatingVgws", JsonArray.Empty),
            ("RouteTableId", id),
            ("Routes", JsonArray.From(VpcCidrs.Of(vpc).Select(LocalRoute))),
            ("Tags", tags),
            ("VpcId", vpc["VpcId"]),
            ("OwnerId", ec2.OwnerId)));
    }

    /// <param name="ec2">Where.</param>
    /// <param name="tableId">The route table.</param>
    /// <param name="subject"><c>Main</c>, <c>SubnetId</c> or <c>GatewayId</c> with its value.</param>
    public static JsonObject Association(Ec2Region ec2, string tableId, (string Name, JsonValue Value) subject) => JsonObject.Of(
        ("Main", subject.Name == "Main"),
        ("RouteTableAssociationId", ec2.NewId("rtbassoc-")),
        ("RouteTableId", tableId),
        (subject.Name, subject.Name == "Main" ? null : subject.Value),
        ("AssociationState", JsonObject.Of(("State", "associated"))));

    public static JsonObject LocalRoute(CidrBlock cidr) => JsonObject.Of(
        (cidr.IsIpv6 ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock", cidr.ToString()),
        ("GatewayId", "local"),
        ("Origin", "CreateRouteTable"),
        ("State", "active"));

    public static bool IsMain(JsonObject table) => table.Array("Associations").Objects.Any(item => item.Bool("Main") == true);
}
