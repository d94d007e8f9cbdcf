using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>What route tables apply to: the VPC as a whole (its main table), a subnet, a gateway.</summary>
internal static class RouteTableAssociations
{
    private static readonly JsonObject Associated = JsonObject.Of(("State", "associated"));

    public static OperationTable AddRouteTableAssociations(this OperationTable table) => table
        .AddEc2("AssociateRouteTable", "RouteTableId SubnetId GatewayId", AssociateRouteTable)
        .AddEc2("ReplaceRouteTableAssociation", "RouteTableId AssociationId", ReplaceRouteTableAssociation)
        .AddEc2("DisassociateRouteTable", "AssociationId", DisassociateRouteTable);

    /// <param name="ec2">Where.</param>
    /// <param name="tableId">The route table.</param>
    /// <param name="subject"><c>SubnetId</c> or <c>GatewayId</c>; null for the main association.</param>
    /// <param name="id">The subject's id.</param>
    public static JsonObject New(Ec2Region ec2, string tableId, string? subject = null, string? id = null) => JsonObject.Of(
        ("Main", subject is null),
        ("RouteTableAssociationId", ec2.NewId("rtbassoc-")),
        ("RouteTableId", tableId),
        (subject ?? "", id is null ? null : (JsonValue)id),
        ("AssociationState", Associated));

    /// <summary>Removes the associations of a subnet or gateway that is going away.</summary>
    public static void RemoveFor(Ec2Region ec2, string id)
    {
        foreach (var (table, association) in All(ec2).Where(found => SubjectOf(found.Association) == id).ToList())
        {
            Remove(ec2, table, association);
        }
    }

    private static JsonObject AssociateRouteTable(Ec2Region ec2, JsonObject input)
    {
        var table = ec2.Need(Ec2Kinds.RouteTable, input.Text("RouteTableId"));
        var (subject, id, vpcId) = Subject(ec2, input);
        if (vpcId != table.String("VpcId"))
        {
            throw Inputs.Invalid($"Route table {table.String("RouteTableId")} and {subject[..^2].ToLowerInvariant()} {id} belong to different networks");
        }

        var existing = All(ec2).FirstOrDefault(found => SubjectOf(found.Association) == id);
        if (existing.Table is null)
        {
            return Answer("AssociationId", Add(ec2, table, New(ec2, table.Text("RouteTableId"), subject, id)));
        }

        return existing.Table.Equals(table)
            ? Answer("AssociationId", existing.Association)
            : throw new AwsException(
                "Resource.AlreadyAssociated",
                $"the specified association for route table {table.String("RouteTableId")} conflicts with an existing association");
    }

    private static (string Subject, string Id, string? VpcId) Subject(Ec2Region ec2, JsonObject input)
    {
        if (input.String("SubnetId") is { } subnetId)
        {
            return ("SubnetId", subnetId, ec2.Need(Ec2Kinds.Subnet, subnetId).String("VpcId"));
        }

        var gatewayId = input.String("GatewayId") ?? throw new AwsException(
            "MissingParameter", "The request must contain either a gateway id or a subnet id");
        return ("GatewayId", gatewayId, InternetGateways.VpcOf(ec2.Need(Ec2Kinds.InternetGateway, gatewayId)));
    }

    private static JsonObject ReplaceRouteTableAssociation(Ec2Region ec2, JsonObject input)
    {
        var target = ec2.Need(Ec2Kinds.RouteTable, input.Text("RouteTableId"));
        var (table, old) = Find(ec2, input.Text("AssociationId"));
        if (table.String("VpcId") != target.String("VpcId"))
        {
            throw Inputs.Invalid($"Route tables {table.String("RouteTableId")} and {target.String("RouteTableId")} belong to different networks");
        }

        Remove(ec2, table, old);
        target = ec2.Need(Ec2Kinds.RouteTable, target.Text("RouteTableId"));
        var subject = old.Has("SubnetId") ? "SubnetId" : old.Has("GatewayId") ? "GatewayId" : null;
        return Answer("NewAssociationId", Add(ec2, target, New(ec2, target.Text("RouteTableId"), subject, SubjectOf(old))));
    }

    private static JsonObject DisassociateRouteTable(Ec2Region ec2, JsonObject input)
    {
        var (table, association) = Find(ec2, input.Text("AssociationId"));
        if (association.Bool("Main") == true)
        {
            throw Inputs.Invalid($"cannot disassociate the main route table association {input.String("AssociationId")}");
        }

        Remove(ec2, table, association);
        return JsonObject.Empty;
    }

    private static IEnumerable<(JsonObject Table, JsonObject Association)> All(Ec2Region ec2) =>
        from table in ec2.All(Ec2Kinds.RouteTable)
        from association in table.Array("Associations").Objects
        select (table, association);

    private static (JsonObject Table, JsonObject Association) Find(Ec2Region ec2, string id)
    {
        var found = All(ec2).FirstOrDefault(found => found.Association.String("RouteTableAssociationId") == id);
        return found.Table is null
            ? throw new AwsException("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist")
            : found;
    }

    private static string? SubjectOf(JsonObject association) => association.String("SubnetId") ?? association.String("GatewayId");

    private static JsonObject Add(Ec2Region ec2, JsonObject table, JsonObject association)
    {
        ec2.Put(Ec2Kinds.RouteTable, table.With("Associations", new JsonArray(table.Array("Associations").Items.Add(association))));
        return association;
    }

    private static void Remove(Ec2Region ec2, JsonObject table, JsonObject association) => ec2.Put(
        Ec2Kinds.RouteTable, table.With("Associations", new JsonArray(table.Array("Associations").Items.Remove(association))));

    private static JsonObject Answer(string member, JsonObject association) =>
        JsonObject.Of((member, association["RouteTableAssociationId"]), ("AssociationState", Associated));
}
