using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>
/// The default VPC that every account has in every region (VPC User Guide, "Default VPC components"): 172.31.0.0/16, a /20
/// in each zone, an internet gateway. It comes into being with the first EC2 call in a region. Its ids depend on nothing
/// but account and region, so that it is the same whichever call that is.
/// </summary>
internal static class DefaultNetwork
{
    private const string Marker = "ec2:region";

    public static OperationTable AddDefaultNetwork(this OperationTable table) =>
        table.AddEc2("CreateDefaultVpc", "DryRun", CreateDefaultVpc);

    public static void Ensure(Ec2Region ec2)
    {
        var state = ec2.Transaction.State;
        if (state.Get(ec2.Scope, Marker, "default") is null)
        {
            state.Put(ec2.Scope, Marker, "default", JsonObject.Of(("DefaultVpc", "created")));
            Create(new Ec2Region(ec2.Transaction, ec2.Scope, new IdSource("default-vpc", ec2.Scope.ToString())));
        }
    }

    /// <summary>The region's set of DHCP options that AWS provides.</summary>
    public static string DhcpOptionsId(Ec2Region ec2) => new IdSource("dhcp-options", ec2.Scope.ToString()).Next("dopt-");

    /// <summary>The default VPC; null where it has been deleted.</summary>
    public static JsonObject? Find(Ec2Region ec2) => ec2.All(Ec2Kinds.Vpc).FirstOrDefault(vpc => vpc.Bool("IsDefault") == true);

    private static JsonObject Create(Ec2Region ec2)
    {
        var vpc = Vpcs.New(ec2, CidrBlock.Parse("172.31.0.0/16"), JsonArray.Empty, isDefault: true);
        var id = vpc.Text("VpcId");
        foreach (var (index, zone) in Zones.Of(ec2.Scope).Index())
        {
            Subnets.New(ec2, id, CidrBlock.Parse($"172.31.{16 * index}.0/20"), zone, JsonArray.Empty, isDefault: true);
        }

        var gateway = InternetGateways.Attach(ec2, InternetGateways.New(ec2, JsonArray.Empty), id);
        Routes.Add(ec2, RouteTables.MainOf(ec2, id), JsonObject.Of(
            ("DestinationCidrBlock", "0.0.0.0/0"),
            ("GatewayId", gateway["InternetGatewayId"]),
            ("Origin", "CreateRoute"),
            ("State", "active")));
        return vpc;
    }

    private static JsonObject CreateDefaultVpc(Ec2Region ec2, JsonObject input) => Find(ec2) is null
        ? JsonObject.Of(("Vpc", Create(ec2)))
        : throw new AwsException("DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region.");
}
