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

    public static readonly Ec2Kind Volume = new(
        "volume", "vol-", "VolumeId", "InvalidVolume.NotFound", "volume", Inputs.InvalidParameterValue,
        Missing: "The volume '{0}' does not exist.");

    public static readonly Ec2Kind Snapshot = new(
        "snapshot", "snap-", "SnapshotId", "InvalidSnapshot.NotFound", "snapshot", Inputs.InvalidParameterValue,
        Missing: "The snapshot '{0}' does not exist.");

    public static readonly Ec2Kind Image = new(
        "image", "ami-", "ImageId", "InvalidAMIID.NotFound", "image id", "InvalidAMIID.Malformed",
        Missing: "The image id '[{0}]' does not exist");

    public static readonly Ec2Kind KeyPair = new("key-pair", "key-", "KeyPairId", "InvalidKeyPair.NotFound", "key pair");

    public static readonly Ec2Kind Address = new(
        "elastic-ip", "eipalloc-", "AllocationId", "InvalidAllocationID.NotFound", "allocation ID");

    public static readonly Ec2Kind NatGateway = new(
        "natgateway", "nat-", "NatGatewayId", "NatGatewayNotFound", "NAT gateway", "NatGatewayMalformed",
        Missing: "NatGateway {0} was not found");

    public static readonly Ec2Kind FlowLog = new(
        "vpc-flow-log", "fl-", "FlowLogId", "InvalidFlowLogId.NotFound", "flow log ID", "InvalidFlowLogId.Malformed",
        Missing: "These flow log ids in the input list are not found: [TotalCount: {1}] {0}");

    public static readonly Ec2Kind CustomerGateway = new(
        "customer-gateway", "cgw-", "CustomerGatewayId", "InvalidCustomerGatewayID.NotFound", "customerGateway ID");

    public static readonly Ec2Kind VpnGateway = new(
        "vpn-gateway", "vgw-", "VpnGatewayId", "InvalidVpnGatewayID.NotFound", "vpnGateway ID");

    public static readonly Ec2Kind VpnConnection = new(
        "vpn-connection", "vpn-", "VpnConnectionId", "InvalidVpnConnectionID.NotFound", "vpnConnection ID");

    public static readonly Ec2Kind TransitGateway = new(
        "transit-gateway", "tgw-", "TransitGatewayId", "InvalidTransitGatewayID.NotFound", "Transit Gateway",
        "InvalidTransitGatewayID.Malformed", Missing: "Transit Gateway {0} was deleted or does not exist.");

    public static readonly Ec2Kind TransitGatewayAttachment = new(
        "transit-gateway-attachment", "tgw-attach-", "TransitGatewayAttachmentId", "InvalidTransitGatewayAttachmentID.NotFound",
        "Transit Gateway Attachment", "InvalidTransitGatewayAttachmentID.Malformed",
        Missing: "Transit Gateway Attachment {0} was deleted or does not exist.");

    public static readonly IReadOnlyList<Ec2Kind> All =
    [
        Vpc, Subnet, InternetGateway, RouteTable, NetworkAcl, SecurityGroup, SecurityGroupRule, VpcEndpoint, NetworkInterface,
        Instance, Volume, Snapshot, Image, KeyPair, Address, NatGateway, FlowLog, CustomerGateway, VpnGateway, VpnConnection,
        TransitGateway, TransitGatewayAttachment,
    ];

    /// <summary>The kind that an id's prefix names, the longest that does; null where none does.</summary>
    public static Ec2Kind? Of(string id) =>
        All.Where(kind => id.StartsWith(kind.Prefix, StringComparison.Ordinal)).MaxBy(kind => kind.Prefix.Length);
}
