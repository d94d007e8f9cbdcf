using System.Collections.Frozen;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>
/// What EC2's trail records call things; learnt from real records, since no document says it. Of operations that no record at hand
/// has, those that EC2 has had for as long as the recorded wrapped ones, or less, are taken for wrapped.
/// </summary>
internal static class Ec2Names
{
    private static readonly FrozenSet<string> Wrapped = FrozenSet.ToFrozenSet(
    [
        "AssociateIamInstanceProfile", "CreateEgressOnlyInternetGateway", "CreateFlowLogs", "CreateLaunchTemplate",
        "CreateManagedPrefixList", "CreateNatGateway", "CreateSnapshots", "CreateTransitGateway", "CreateTransitGatewayRoute",
        "CreateTransitGatewayRouteTable", "CreateTransitGatewayVpcAttachment", "CreateVpcEndpoint",
        "DeleteEgressOnlyInternetGateway", "DeleteFlowLogs", "DeleteLaunchTemplate", "DeleteManagedPrefixList",
        "DeleteNatGateway", "DeleteTransitGateway", "DeleteTransitGatewayRoute", "DeleteTransitGatewayVpcAttachment",
        "DeleteVpcEndpoints", "DescribeAddressTransfers", "DescribeEgressOnlyInternetGateways", "DescribeFlowLogs",
        "DescribeIamInstanceProfileAssociations", "DescribeInstanceCreditSpecifications", "DescribeLaunchTemplates",
        "DescribeManagedPrefixLists", "DescribeNatGateways", "DescribeSecurityGroupRules", "DescribeTransitGatewayAttachments",
        "DescribeTransitGateways", "DescribeTransitGatewayVpcAttachments", "DescribeVolumesModifications",
        "DescribeVpcClassicLinkDnsSupport", "DescribeVpcEndpoints", "DescribeVpcEndpointServices",
        "DisableEbsEncryptionByDefault", "DisableImageBlockPublicAccess", "DisableSnapshotBlockPublicAccess",
        "DisassociateIamInstanceProfile", "EnableEbsEncryptionByDefault", "EnableImageBlockPublicAccess",
        "EnableSnapshotBlockPublicAccess", "GetEbsDefaultKmsKeyId", "GetEbsEncryptionByDefault",
        "GetImageBlockPublicAccessState", "GetInstanceMetadataDefaults", "GetSnapshotBlockPublicAccessState",
        "ModifyEbsDefaultKmsKeyId", "ModifyInstanceMetadataDefaults", "ModifyInstanceMetadataOptions",
        "ModifyManagedPrefixList", "ModifySecurityGroupRules", "ModifyVolume", "ModifyVpcEndpoint", "ModifyVpnConnection",
        "ModifyVpnConnectionOptions", "ModifyVpnTunnelOptions", "ReplaceIamInstanceProfileAssociation",
        "ReplaceTransitGatewayRoute", "ResetEbsDefaultKmsKeyId",
    ]);

    /// <summary>By wire name: what the set is called, and the key of each value in it.</summary>
    private static readonly FrozenDictionary<string, (string Set, string Key)> Sets = new Dictionary<string, (string, string)>
    {
        ["AllocationId"] = ("allocationIdsSet", "allocationId"),
        ["AttributeName"] = ("accountAttributeNameSet", "attributeName"),
        ["attributeName"] = ("accountAttributeNameSet", "attributeName"),
        ["BlockDeviceMapping"] = ("blockDeviceMapping", ""),
        ["blockDeviceMapping"] = ("blockDeviceMapping", ""),
        ["CustomerGatewayId"] = ("customerGatewaySet", "customerGatewayId"),
        ["DhcpOptionsId"] = ("dhcpOptionsSet", "dhcpOptionsId"),
        ["ExecutableBy"] = ("executableBySet", "user"),
        ["GroupId"] = ("securityGroupIdSet", "groupId"),
        ["GroupName"] = ("securityGroupSet", "groupName"),
        ["ImageId"] = ("imagesSet", "imageId"),
        ["InstanceId"] = ("instancesSet", "instanceId"),
        ["KeyName"] = ("keySet", "keyName"),
        ["Owner"] = ("ownersSet", "owner"),
        ["PublicIp"] = ("publicIpsSet", "publicIp"),
        ["privateIpAddresses"] = ("privateIpAddressesSet", ""),
        ["ipv6Addresses"] = ("ipv6AddressesSet", "ipv6Address"),
        ["RegionName"] = ("regionSet", "regionName"),
        ["ResourceId"] = ("resourcesSet", "resourceId"),
        ["resourceId"] = ("resourcesSet", "resourceId"),
        ["RestorableBy"] = ("sharedUsersSet", "user"),
        ["SecurityGroup"] = ("groupSet", "groupName"),
        ["SecurityGroupId"] = ("groupSet", "groupId"),
        ["SnapshotId"] = ("snapshotSet", "snapshotId"),
        ["SubnetId"] = ("subnetSet", "subnetId"),
        ["VolumeId"] = ("volumeSet", "volumeId"),
        ["VpcId"] = ("vpcSet", "vpcId"),
        ["VpnConnectionId"] = ("vpnConnectionSet", "vpnConnectionId"),
        ["VpnGatewayId"] = ("vpnGatewaySet", "vpnGatewayId"),
        ["ZoneId"] = ("availabilityZoneIdSet", "zoneId"),
        ["ZoneName"] = ("availabilityZoneSet", "zoneName"),
    }.ToFrozenDictionary();

    /// <summary>Operations that change the groups of one thing do not name a set of groups to look for.</summary>
    private static readonly FrozenSet<string> GroupChanges = FrozenSet.ToFrozenSet(
        ["ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute", "CreateNetworkInterface", "RunInstances"]);

    private static readonly JsonObject RunInstances = JsonObject.Of(
        ("blockDeviceMapping", JsonObject.Empty),
        ("monitoring", JsonObject.Of(("enabled", false))),
        ("disableApiTermination", false),
        ("disableApiStop", false));

    private static readonly JsonObject CreateVpc = JsonObject.Of(
        ("instanceTenancy", "default"), ("amazonProvidedIpv6CidrBlock", false));

    /// <summary>Whether the operation is recorded as XML turned into JSON.</summary>
    public static bool IsWrapped(string operation) => Wrapped.Contains(operation);

    /// <summary>What the record shows although the caller did not say it.</summary>
    public static JsonObject DefaultsOf(string operation, JsonObject input) => operation switch
    {
        "ModifyImageAttribute" when input.Has("LaunchPermission") => JsonObject.Of(("attributeType", "launchPermission")),
        "ModifySnapshotAttribute" => JsonObject.Of(("attributeType", "CREATE_VOLUME_PERMISSION")),
        "RunInstances" => RunInstances,
        "CreateVpc" => CreateVpc,
        "CreateNetworkInterface" => JsonObject.Of(("groupSet", JsonObject.Empty)),
        "AuthorizeSecurityGroupIngress" or "AuthorizeSecurityGroupEgress" or "RevokeSecurityGroupIngress" or "RevokeSecurityGroupEgress" =>
            JsonObject.Of(("ipPermissions", JsonObject.Empty)),
        "DeleteSnapshot" => JsonObject.Of(("force", false)),
        "DeleteVolume" => JsonObject.Of(("reportVolumeFailure", false)),
        "DescribeAccountAttributes" => JsonObject.Of(("filterSet", JsonObject.Empty)),
        _ => JsonObject.Empty,
    };

    /// <summary>Whether a structure's lists stand in the record even where the caller gave none.</summary>
    public static bool ShowsEmptySets(string operation, Shape.Structure shape) =>
        operation.StartsWith("Describe", StringComparison.Ordinal) && operation != "DescribeRegions" && shape.Name.EndsWith("Request", StringComparison.Ordinal);

    /// <summary>The name of a request's list and the key of each plain value in it.</summary>
    public static (string Set, string Key) SetOf(string operation, string wireName)
    {
        if (wireName is "GroupId" or "SecurityGroupId" && GroupChanges.Contains(operation))
        {
            return ("groupSet", "groupId");
        }

        if (Sets.TryGetValue(wireName, out var known))
        {
            return known;
        }

        var name = char.ToLowerInvariant(wireName[0]) + wireName[1..];
        var isPlural = name.EndsWith('s') || name.EndsWith("Set", StringComparison.Ordinal) || name is "add" or "remove";
        return (isPlural ? name : name + "Set", name);
    }

    /// <summary>Whether the record says <c>"_return": true</c> although today's model has no such member.</summary>
    public static bool AnswersReturn(OperationModel operation) =>
        operation.Output is null || operation.Name is "CreateSecurityGroup" or "DisassociateRouteTable";

    /// <summary>A response's list of this name holds its elements under this one.</summary>
    public static string ItemsOf(string name) => name == "privateIpAddressesSet" ? "item" : "items";
}
