using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Network ACLs of VPCs; their entries are <see cref="NetworkAclEntries"/>.</summary>
internal static class NetworkAcls
{
    /// <summary>An ACL, stored: the default one lets everything through, any other denies all (VPC User Guide, "Network ACL basics").</summary>
    public static JsonObject New(Ec2Region ec2, JsonObject vpc, JsonArray tags, bool isDefault = false) =>
        ec2.Put(Ec2Kinds.NetworkAcl, JsonObject.Of(
            ("Associations", JsonArray.Empty),
            ("Entries", NetworkAclEntries.Initial(VpcCidrs.HasIpv6(vpc), isDefault)),
            ("IsDefault", isDefault),
            ("NetworkAclId", ec2.NewId("acl-")),
            ("Tags", tags),
            ("VpcId", vpc["VpcId"]),
            ("OwnerId", ec2.OwnerId)));

    public static JsonObject DefaultOf(Ec2Region ec2, string vpcId) =>
        ec2.In(Ec2Kinds.NetworkAcl, "VpcId", vpcId).First(acl => acl.Bool("IsDefault") == true);
}
