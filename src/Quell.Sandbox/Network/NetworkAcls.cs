using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Network ACLs of VPCs and the subnets under them; their entries are <see cref="NetworkAclEntries"/>.</summary>
internal static class NetworkAcls
{
    private static readonly Listing All = new(Ec2Kinds.NetworkAcl, "NetworkAcls", "NetworkAclIds", new Filters
    {
        ["association.association-id"] = "Associations.NetworkAclAssociationId",
        ["association.network-acl-id"] = "Associations.NetworkAclId",
        ["association.subnet-id"] = "Associations.SubnetId",
        ["default"] = "IsDefault",
        ["entry.cidr"] = "Entries.CidrBlock",
        ["entry.egress"] = "Entries.Egress",
        ["entry.icmp.code"] = "Entries.IcmpTypeCode.Code",
        ["entry.icmp.type"] = "Entries.IcmpTypeCode.Type",
        ["entry.ipv6-cidr"] = "Entries.Ipv6CidrBlock",
        ["entry.port-range.from"] = "Entries.PortRange.From",
        ["entry.port-range.to"] = "Entries.PortRange.To",
        ["entry.protocol"] = "Entries.Protocol",
        ["entry.rule-action"] = "Entries.RuleAction",
        ["entry.rule-number"] = "Entries.RuleNumber",
        ["network-acl-id"] = "NetworkAclId",
        ["owner-id"] = "OwnerId",
        ["vpc-id"] = "VpcId",
    });

    public static OperationTable AddNetworkAcls(this OperationTable table) => table
        .AddEc2("CreateNetworkAcl", "VpcId TagSpecifications ClientToken", CreateNetworkAcl)
        .AddEc2("DescribeNetworkAcls", All)
        .AddEc2("ReplaceNetworkAclAssociation", "AssociationId NetworkAclId", ReplaceNetworkAclAssociation)
        .AddEc2("DeleteNetworkAcl", "NetworkAclId", DeleteNetworkAcl);

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

    /// <summary>Puts the subnet under the ACL.</summary>
    /// <returns>The association's id.</returns>
    public static string Associate(Ec2Region ec2, JsonObject acl, string subnetId)
    {
        var id = ec2.NewId("aclassoc-");
        var association = JsonObject.Of(
            ("NetworkAclAssociationId", id), ("NetworkAclId", acl["NetworkAclId"]), ("SubnetId", subnetId));
        ec2.Put(Ec2Kinds.NetworkAcl, acl.With("Associations", new JsonArray(acl.Array("Associations").Items.Add(association))));
        return id;
    }

    /// <summary>Takes the subnet from under its ACL.</summary>
    public static void Dissociate(Ec2Region ec2, string subnetId)
    {
        foreach (var acl in ec2.All(Ec2Kinds.NetworkAcl).ToList())
        {
            var kept = acl.Array("Associations").Objects.Where(item => item.String("SubnetId") != subnetId).ToList();
            if (kept.Count < acl.Array("Associations").Count)
            {
                ec2.Put(Ec2Kinds.NetworkAcl, acl.With("Associations", JsonArray.From(kept)));
            }
        }
    }

    private static JsonObject CreateNetworkAcl(Ec2Region ec2, JsonObject input)
    {
        var vpc = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId"));
        return JsonObject.Of(("NetworkAcl", New(ec2, vpc, ResourceTags.ForNew(ec2, input, Ec2Kinds.NetworkAcl))));
    }

    private static JsonObject ReplaceNetworkAclAssociation(Ec2Region ec2, JsonObject input)
    {
        var id = input.Text("AssociationId");
        var target = ec2.Need(Ec2Kinds.NetworkAcl, input.Text("NetworkAclId"));
        var found = (from acl in ec2.All(Ec2Kinds.NetworkAcl)
                     from item in acl.Array("Associations").Objects
                     where item.String("NetworkAclAssociationId") == id
                     select (Acl: acl, SubnetId: item.Text("SubnetId"))).FirstOrDefault();
        if (found.Acl is null)
        {
            throw new AwsException("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist");
        }

        if (found.Acl.String("VpcId") != target.String("VpcId"))
        {
            throw Inputs.Invalid($"Network ACL {target.String("NetworkAclId")} and subnet {found.SubnetId} belong to different networks");
        }

        Dissociate(ec2, found.SubnetId);
        target = ec2.Need(Ec2Kinds.NetworkAcl, target.Text("NetworkAclId"));
        return JsonObject.Of(("NewAssociationId", Associate(ec2, target, found.SubnetId)));
    }

    private static JsonObject DeleteNetworkAcl(Ec2Region ec2, JsonObject input)
    {
        var acl = ec2.Need(Ec2Kinds.NetworkAcl, input.Text("NetworkAclId"));
        var id = acl.Text("NetworkAclId");
        if (acl.Bool("IsDefault") == true)
        {
            throw Inputs.Invalid($"cannot delete default network ACL {id}");
        }

        if (acl.Array("Associations").Count > 0)
        {
            throw Inputs.InUse("networkAcl", id);
        }

        ec2.Delete(Ec2Kinds.NetworkAcl, acl);
        return JsonObject.Empty;
    }
}
