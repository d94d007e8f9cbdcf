using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Internet gateways and the VPC that each is attached to.</summary>
internal static class InternetGateways
{
    private static readonly Listing All = new(Ec2Kinds.InternetGateway, "InternetGateways", "InternetGatewayIds", new Filters
    {
        ["attachment.state"] = "Attachments.State",
        ["attachment.vpc-id"] = "Attachments.VpcId",
        ["internet-gateway-id"] = "InternetGatewayId",
        ["owner-id"] = "OwnerId",
    });

    public static OperationTable AddInternetGateways(this OperationTable table) => table
        .AddEc2("CreateInternetGateway", "TagSpecifications", CreateInternetGateway)
        .AddEc2("DescribeInternetGateways", All)
        .AddEc2("AttachInternetGateway", "InternetGatewayId VpcId", AttachInternetGateway)
        .AddEc2("DetachInternetGateway", "InternetGatewayId VpcId", DetachInternetGateway)
        .AddEc2("DeleteInternetGateway", "InternetGatewayId", DeleteInternetGateway);

    public static JsonObject New(Ec2Region ec2, JsonArray tags) => ec2.Put(Ec2Kinds.InternetGateway, JsonObject.Of(
        ("Attachments", JsonArray.Empty),
        ("InternetGatewayId", ec2.NewId("igw-")),
        ("OwnerId", ec2.OwnerId),
        ("Tags", tags)));

    /// <summary>The VPC that it is attached to; null where it is not.</summary>
    public static string? VpcOf(JsonObject gateway) =>
        gateway.Array("Attachments").Objects.FirstOrDefault()?.String("VpcId");

    public static JsonObject Attach(Ec2Region ec2, JsonObject gateway, string vpcId) => ec2.Put(
        Ec2Kinds.InternetGateway,
        gateway.With("Attachments", new JsonArray([JsonObject.Of(("State", "available"), ("VpcId", vpcId))])));

    private static JsonObject CreateInternetGateway(Ec2Region ec2, JsonObject input) =>
        JsonObject.Of(("InternetGateway", New(ec2, ResourceTags.ForNew(ec2, input, Ec2Kinds.InternetGateway))));

    private static JsonObject AttachInternetGateway(Ec2Region ec2, JsonObject input)
    {
        var (gateway, id, vpcId) = Read(ec2, input);
        if (VpcOf(gateway) is { } attached)
        {
            throw new AwsException("Resource.AlreadyAssociated", $"resource {id} is already attached to network {attached}");
        }

        if (ec2.All(Ec2Kinds.InternetGateway).Any(other => VpcOf(other) == vpcId))
        {
            throw Inputs.Invalid($"Network {vpcId} already has an internet gateway attached");
        }

        Attach(ec2, gateway, vpcId);
        Routes.Mark(ec2, "GatewayId", id, "active");
        return JsonObject.Empty;
    }

    private static JsonObject DetachInternetGateway(Ec2Region ec2, JsonObject input)
    {
        var (gateway, id, vpcId) = Read(ec2, input);
        if (VpcOf(gateway) != vpcId)
        {
            throw new AwsException("Gateway.NotAttached", $"resource {id} is not attached to network {vpcId}");
        }

        if (ec2.In(Ec2Kinds.NetworkInterface, "VpcId", vpcId).Any(item => item.Has("Association")))
        {
            throw new AwsException(
                "DependencyViolation",
                $"Network {vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.");
        }

        ec2.Put(Ec2Kinds.InternetGateway, gateway.With("Attachments", JsonArray.Empty));
        Routes.Mark(ec2, "GatewayId", id, "blackhole");
        return JsonObject.Empty;
    }

    private static JsonObject DeleteInternetGateway(Ec2Region ec2, JsonObject input)
    {
        var gateway = ec2.Need(Ec2Kinds.InternetGateway, input.Text("InternetGatewayId"));
        if (VpcOf(gateway) is not null)
        {
            throw Inputs.InUse("internetGateway", gateway.Text("InternetGatewayId"));
        }

        ec2.Delete(Ec2Kinds.InternetGateway, gateway);
        return JsonObject.Empty;
    }

    private static (JsonObject Gateway, string Id, string VpcId) Read(Ec2Region ec2, JsonObject input)
    {
        var gateway = ec2.Need(Ec2Kinds.InternetGateway, input.Text("InternetGatewayId"));
        return (gateway, gateway.Text("InternetGatewayId"), ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId")).Text("VpcId"));
    }
}
