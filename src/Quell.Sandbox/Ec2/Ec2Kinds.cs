namespace Quell.Sandbox.Ec2;

/// <summary>Every kind of EC2 resource that the sandbox has.</summary>
internal static class Ec2Kinds
{
    public static readonly Ec2Kind Vpc = new("vpc", "vpc-", "VpcId", "InvalidVpcID.NotFound", "vpc ID");
    public static readonly Ec2Kind Subnet = new("subnet", "subnet-", "SubnetId", "InvalidSubnetID.NotFound", "subnet ID");

    public static readonly Ec2Kind InternetGateway = new(
        "internet-gateway", "igw-", "InternetGatewayId", "InvalidInternetGatewayID.NotFound", "internetGateway ID");

    public static readonly Ec2Kind RouteTable = new(
        "route-table", "rtb-", "RouteTableId", "InvalidRouteTableID.NotFound", "routeTable ID");

    public static readonly Ec2Kind NetworkAcl = new(
        "network-acl", "acl-", "NetworkAclId", "InvalidNetworkAclID.NotFound", "networkAcl ID");

    public static readonly Ec2Kind SecurityGroup = new(
        "security-group", "sg-", "GroupId", "InvalidGroup.NotFound", "security group", "InvalidGroupId.Malformed");

    public static readonly Ec2Kind SecurityGroupRule = new(
        "security-group-rule", "sgr-", "SecurityGroupRuleId", "InvalidSecurityGroupRuleId.NotFound", "security group rule ID",
        "InvalidSecurityGroupRuleId.Malformed");

    public static readonly Ec2Kind VpcEndpoint = new(
        "vpc-endpoint", "vpce-", "VpcEndpointId", "InvalidVpcEndpointId.NotFound", "Vpc Endpoint Id",
        "InvalidVpcEndpointId.Malformed");

    public static readonly Ec2Kind NetworkInterface = new(
        "network-interface", "eni-", "NetworkInterfaceId", "InvalidNetworkInterfaceID.NotFound", "networkInterface ID",
        TagMember: "TagSet");

    public static readonly Ec2Kind Instance = new(
        "instance", "i-", "InstanceId", "InvalidInstanceID.NotFound", "instance ID", "InvalidInstanceID.Malformed");

    public static readonly Ec2Kind Volume = new("volume", "vol-", "VolumeId", "InvalidVolume.NotFound", "volume");

    public static readonly IReadOnlyList<Ec2Kind> All =
    [
        Vpc, Subnet, InternetGateway, RouteTable, NetworkAcl, SecurityGroup, SecurityGroupRule, VpcEndpoint, NetworkInterface,
        Instance, Volume,
    ];

    /// <summary>The kind that an id's prefix names; null where none has it.</summary>
    public static Ec2Kind? Of(string id) => All.FirstOrDefault(kind => id.StartsWith(kind.Prefix, StringComparison.Ordinal));
}
