using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Network;

/// <summary>EC2 calls as tests write them.</summary>
internal static class Ec2Calls
{
    public static JsonObject Ec2(this TestAccount account, string operation, string input = "{}") => account.Call("ec2", operation, input);

    public static AwsException Ec2Refused(this TestAccount account, string operation, string input = "{}") =>
        account.Refused("ec2", operation, input);

    public static string NewVpc(this TestAccount account, string cidr = "10.0.0.0/16") =>
        account.Ec2("CreateVpc", $"{{'CidrBlock': '{cidr}'}}").At("Vpc.VpcId");

    public static string NewSubnet(this TestAccount account, string vpcId, string cidr = "10.0.0.0/24") =>
        account.Ec2("CreateSubnet", $"{{'VpcId': '{vpcId}', 'CidrBlock': '{cidr}'}}").At("Subnet.SubnetId");

    public static string NewGroup(this TestAccount account, string vpcId, string name = "web") =>
        account.Ec2("CreateSecurityGroup", $"{{'VpcId': '{vpcId}', 'GroupName': '{name}', 'Description': 'd'}}").At("GroupId");

    public static JsonObject Filtered(this TestAccount account, string operation, string name, params string[] values) =>
        account.Call("ec2", operation, JsonObject.Of(("Filters", new JsonArray(
            [JsonObject.Of(("Name", name), ("Values", JsonArray.From(values)))]))));
}
