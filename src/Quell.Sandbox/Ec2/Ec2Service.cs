using Quell.Aws.Operations;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Network;

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
        .AddVolumes()
        .AddVpcEndpoints()
        .AddInterfaceEndpoints()
        .AddRegions();
}
