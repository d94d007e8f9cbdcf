using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>
/// VPC endpoints of AWS's own services: <see cref="GatewayEndpoints"/> are routes, <see cref="InterfaceEndpoints"/> network
/// interfaces.
/// </summary>
internal static class VpcEndpoints
{
    private static readonly JsonObject OpenPolicy = JsonObject.Of(
        ("Version", "2008-10-17"),
        ("Statement", new JsonArray(
            [JsonObject.Of(("Effect", "Allow"), ("Principal", "*"), ("Action", "*"), ("Resource", "*"))])));

    private static readonly Listing All = new(Ec2Kinds.VpcEndpoint, "VpcEndpoints", "VpcEndpointIds", new Filters
    {
        ["ip-address-type"] = "IpAddressType",
        ["service-name"] = "ServiceName",
        ["service-region"] = "ServiceRegion",
        ["vpc-endpoint-id"] = "VpcEndpointId",
        ["vpc-endpoint-state"] = "State",
        ["vpc-endpoint-type"] = "VpcEndpointType",
        ["vpc-id"] = "VpcId",
    });

    public static OperationTable AddVpcEndpoints(this OperationTable table) => table
        .AddEc2(
            "CreateVpcEndpoint",
            "VpcId ServiceName VpcEndpointType PolicyDocument RouteTableIds SubnetIds SecurityGroupIds PrivateDnsEnabled "
            + "TagSpecifications ClientToken",
            CreateVpcEndpoint)
        .AddEc2("DescribeVpcEndpoints", All)
        .AddEc2(
            "ModifyVpcEndpoint",
            "VpcEndpointId ResetPolicy PolicyDocument AddRouteTableIds RemoveRouteTableIds AddSubnetIds RemoveSubnetIds "
            + "AddSecurityGroupIds RemoveSecurityGroupIds PrivateDnsEnabled",
            ModifyVpcEndpoint)
        .AddEc2("DeleteVpcEndpoints", "VpcEndpointIds", DeleteVpcEndpoints);

    private static bool IsGateway(JsonObject endpoint) => endpoint.String("VpcEndpointType") == "Gateway";

    private static JsonObject CreateVpcEndpoint(Ec2Region ec2, JsonObject input)
    {
        var vpc = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId"));
        var service = EndpointService.Read(ec2, input.Text("ServiceName"));
        var type = service.Check(input.String("VpcEndpointType") ?? "Gateway");
        var endpoint = JsonObject.Of(
            ("VpcEndpointId", ec2.NewId("vpce-")),
            ("VpcEndpointType", type),
            ("VpcId", vpc["VpcId"]),
            ("ServiceName", service.FullName),
            ("State", type == "Gateway" ? "available" : "pending"),
            ("PolicyDocument", Policy(input)),
            ("RouteTableIds", JsonArray.Empty),
            ("SubnetIds", JsonArray.Empty),
            ("Groups", JsonArray.Empty),
            ("IpAddressType", "ipv4"),
            ("DnsOptions", JsonObject.Of(("DnsRecordIpType", type == "Gateway" ? "service-defined" : "ipv4"))),
            ("PrivateDnsEnabled", input.Bool("PrivateDnsEnabled") ?? false),
            ("RequesterManaged", false),
            ("NetworkInterfaceIds", JsonArray.Empty),
            ("DnsEntries", JsonArray.Empty),
            ("CreationTimestamp", ec2.NowText),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.VpcEndpoint)),
            ("OwnerId", ec2.OwnerId),
            ("ServiceRegion", ec2.Scope.Region));
        return JsonObject.Of(
            ("VpcEndpoint", Configure(ec2, endpoint, "", input)), ("ClientToken", input["ClientToken"]));
    }

    /// <param name="ec2">Where.</param>
    /// <param name="endpoint">The endpoint so far.</param>
    /// <param name="verb">What stands before the names of the parameters that add: <c>Add</c>, or nothing on creation.</param>
    /// <param name="input">The parameters.</param>
    private static JsonObject Configure(Ec2Region ec2, JsonObject endpoint, string verb, JsonObject input)
    {
        var (tables, subnets, groups) = (
            input.Texts(verb + "RouteTableIds"), input.Texts(verb + "SubnetIds"), input.Texts(verb + "SecurityGroupIds"));
        if (IsGateway(endpoint))
        {
            return subnets.Count + groups.Count == 0
                ? GatewayEndpoints.Add(ec2, endpoint, tables)
                : throw Unsuited("Subnets and security groups", "Gateway");
        }

        return tables.Count == 0
            ? InterfaceEndpoints.Add(ec2, endpoint, subnets, groups)
            : throw Unsuited("Route table IDs", "Interface");
    }

    private static AwsException Unsuited(string what, string type) =>
        new("InvalidParameter", $"{what} are not supported for endpoints of type {type}.");

    private static string Policy(JsonObject input)
    {
        var text = input.String("PolicyDocument") ?? OpenPolicy.ToString();
        try
        {
            return JsonValue.Parse(text) is JsonObject ? text : throw MalformedPolicy();
        }
        catch (JsonSyntaxException)
        {
            throw MalformedPolicy();
        }
    }

    private static AwsException MalformedPolicy() => new("InvalidPolicyDocument", "The specified policy document is not a valid JSON policy.");

    private static JsonObject ModifyVpcEndpoint(Ec2Region ec2, JsonObject input)
    {
        var endpoint = ec2.Need(Ec2Kinds.VpcEndpoint, input.Text("VpcEndpointId"));
        if (input.Has("PolicyDocument") || input.Bool("ResetPolicy") == true)
        {
            endpoint = endpoint.With("PolicyDocument", Policy(input));
        }

        endpoint = ec2.Put(Ec2Kinds.VpcEndpoint, endpoint.With("PrivateDnsEnabled", input["PrivateDnsEnabled"] ?? endpoint["PrivateDnsEnabled"]));
        endpoint = IsGateway(endpoint)
            ? GatewayEndpoints.Remove(ec2, endpoint, input.Texts("RemoveRouteTableIds"))
            : InterfaceEndpoints.Remove(ec2, endpoint, input.Texts("RemoveSubnetIds"), input.Texts("RemoveSecurityGroupIds"));
        Configure(ec2, endpoint, "Add", input);
        return Inputs.Return;
    }

    /// <summary>Deletes those that there are and names the others, without failing.</summary>
    private static JsonObject DeleteVpcEndpoints(Ec2Region ec2, JsonObject input)
    {
        var unsuccessful = new List<JsonValue>();
        foreach (var id in input.Texts("VpcEndpointIds").Distinct())
        {
            if (ec2.Find(Ec2Kinds.VpcEndpoint, id) is { } endpoint)
            {
                Delete(ec2, endpoint);
            }
            else
            {
                var missing = Ec2Kinds.VpcEndpoint.NotFound(id);
                unsuccessful.Add(JsonObject.Of(
                    ("Error", JsonObject.Of(("Code", missing.Code), ("Message", missing.Message))), ("ResourceId", id)));
            }
        }

        return JsonObject.Of(("Unsuccessful", JsonArray.From(unsuccessful)));
    }

    private static void Delete(Ec2Region ec2, JsonObject endpoint)
    {
        endpoint = IsGateway(endpoint)
            ? GatewayEndpoints.Remove(ec2, endpoint, endpoint.Texts("RouteTableIds"))
            : InterfaceEndpoints.RemoveAll(ec2, endpoint);
        ec2.Delete(Ec2Kinds.VpcEndpoint, endpoint);
    }
}
