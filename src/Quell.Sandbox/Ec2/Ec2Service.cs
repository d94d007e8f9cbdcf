using Quell.Aws.Operations;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Gateways;
using Quell.Sandbox.Network;
using Quell.Sandbox.Storage;
using Quell.Sandbox.Vpn;

namespace Quell.Sandbox.Ec2;

/// <summary>Every EC2 operation of the sandbox. A capability adds its own line.</summary>
internal static class Ec2Service
{
    public static OperationTable AddEc2(this OperationTable table) => table
        .AddClientTokens()
        .AddTags()
        .AddDefaultNetwork()
        .AddVpcs()
        .AddVpcAttributes()
        .AddVpcCidrs()
        .AddSubnets()
        .AddRouteTables()
        .AddRouteTableAssociations()
        .AddRoutes()
        .AddInternetGateways()
        .AddNetworkAcls()
        .AddNetworkAclEntries()
        .AddSecurityGroups()
        .AddSecurityGroupRules()
        .AddSecurityGroupRuleOperations()
        .AddNetworkInterfaces()
        .AddNetworkInterfaceAttachments()
        .AddNetworkInterfaceAttributes()
        .AddInstanceStates()
        .AddInstanceLaunch()
        .AddInstances()
        .AddInstanceListing()
        .AddInstanceAttributes()
        .AddInstanceMetadata()
        .AddInstanceMetadataDefaults()
        .AddInstanceMonitoring()
        .AddInstanceProfileAssociations()
        .AddImages()
        .AddImageRegistration()
        .AddImageListing()
        .AddImageAttributes()
        .AddKeyPairs()
        .AddVolumes()
        .AddVolumeAttachments()
        .AddVolumeModifications()
        .AddEbsEncryption()
        .AddSnapshots()
        .AddInstanceSnapshots()
        .AddSnapshotListing()
        .AddSnapshotSharing()
        .AddSnapshotBlockPublicAccess()
        .AddSnapshotCopies()
        .AddVpcEndpoints()
        .AddInterfaceEndpoints()
        .AddElasticAddresses()
        .AddAddressAssociations()
        .AddNatGateways()
        .AddFlowLogs()
        .AddTransitGateways()
        .AddTransitGatewayAttachments()
        .AddCustomerGateways()
        .AddVpnGateways()
        .AddVpnConnections()
        .AddVpnModifications()
        .AddVpnRoutes()
        .AddRoutePropagation()
        .AddRegions();
}
