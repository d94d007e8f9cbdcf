using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Internet gateways and the VPC that each is attached to.</summary>
internal static class InternetGateways
{
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
}
