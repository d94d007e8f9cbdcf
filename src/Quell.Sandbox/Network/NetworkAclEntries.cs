using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>The numbered rules of network ACLs.</summary>
internal static class NetworkAclEntries
{
    private const string Members = "NetworkAclId RuleNumber Protocol RuleAction Egress CidrBlock Ipv6CidrBlock IcmpTypeCode PortRange";

    /// <summary>The number that AWS shows for the last rule, "*", of IPv4; IPv6's is one above.</summary>
    private const int LastRule = 32767;

    /// <summary>Rules per direction, the last ones not counted (VPC User Guide, "Amazon VPC quotas").</summary>
    private const int Quota = 20;

    private const string Icmp = "1";
    private const string IcmpV6 = "58";
    private static readonly string[] WithPorts = ["6", "17"];

    public static OperationTable AddNetworkAclEntries(this OperationTable table) => table
        .AddEc2("CreateNetworkAclEntry", Members, CreateNetworkAclEntry)
        .AddEc2("ReplaceNetworkAclEntry", Members, ReplaceNetworkAclEntry)
        .AddEc2("DeleteNetworkAclEntry", "NetworkAclId RuleNumber Egress", DeleteNetworkAclEntry);

    public static JsonArray Initial(bool ipv6, bool allowAll)
    {
        IEnumerable<JsonValue> Direction(bool egress) => Family(egress, "CidrBlock", "0.0.0.0/0", 100, LastRule)
            .Concat(ipv6 ? Family(egress, "Ipv6CidrBlock", "::/0", 101, LastRule + 1) : []);

        IEnumerable<JsonValue> Family(bool egress, string member, string all, int allow, int deny) => allowAll
            ? [Simple(egress, member, all, "allow", allow), Simple(egress, member, all, "deny", deny)]
            : [Simple(egress, member, all, "deny", deny)];

        return JsonArray.From(Direction(egress: true).Concat(Direction(egress: false)));
    }

    private static JsonObject Simple(bool egress, string member, string cidr, string action, int number) => JsonObject.Of(
        (member, cidr), ("Egress", egress), ("Protocol", "-1"), ("RuleAction", action), ("RuleNumber", number));

    private static JsonObject CreateNetworkAclEntry(Ec2Region ec2, JsonObject input)
    {
        var (acl, number, old) = Find(ec2, input);
        if (old is not null)
        {
            throw new AwsException("NetworkAclEntryAlreadyExists", $"The network acl entry identified by {number} already exists.");
        }

        var entry = Read(input, number);
        if (acl.Array("Entries").Objects.Count(item => SameDirection(item, entry) && item.Long("RuleNumber") < LastRule) >= Quota)
        {
            throw new AwsException(
                "NetworkAclEntryLimitExceeded", $"The maximum number of network acl entries for {acl.String("NetworkAclId")} has been reached.");
        }

        Put(ec2, acl, acl.Array("Entries").Objects.Append(entry));
        return JsonObject.Empty;
    }

    private static JsonObject ReplaceNetworkAclEntry(Ec2Region ec2, JsonObject input)
    {
        var (acl, number, old) = Find(ec2, input);
        var entry = Read(input, number);
        Put(ec2, acl, acl.Array("Entries").Objects.Select(item => item.Equals(old ?? throw NotFound(number, input)) ? entry : item));
        return JsonObject.Empty;
    }

    private static JsonObject DeleteNetworkAclEntry(Ec2Region ec2, JsonObject input)
    {
        var (acl, number, old) = Find(ec2, input);
        Put(ec2, acl, acl.Array("Entries").Objects.Where(item => !item.Equals(old ?? throw NotFound(number, input))));
        return JsonObject.Empty;
    }

    private static (JsonObject Acl, long Number, JsonObject? Old) Find(Ec2Region ec2, JsonObject input)
    {
        var acl = ec2.Need(Ec2Kinds.NetworkAcl, input.Text("NetworkAclId"));
        var number = input.Long("RuleNumber") ?? 0;
        if (number is < 1 or >= LastRule)
        {
            throw Inputs.InvalidValue($"{number}", "ruleNumber", $"The rule number must be between 1 and {LastRule - 1}.");
        }

        return (acl, number, acl.Array("Entries").Objects.FirstOrDefault(
            item => item.Long("RuleNumber") == number && SameDirection(item, input)));
    }

    private static bool SameDirection(JsonObject one, JsonObject other) => one.Bool("Egress") == other.Bool("Egress");

    private static AwsException NotFound(long number, JsonObject input) => new(
        "InvalidNetworkAclEntry.NotFound",
        $"The network acl entry identified by {(input.Bool("Egress") == true ? "egress" : "ingress")} rule number {number} does not exist");

    private static JsonObject Read(JsonObject input, long number)
    {
        var protocol = IpProtocol.Number(input.Text("Protocol"));
        var ports = input.Object("PortRange");
        var icmp = input.Object("IcmpTypeCode");
        if (WithPorts.Contains(protocol) && (ports?.Long("From") is null || ports.Long("To") is null))
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter PortRange.From and PortRange.To");
        }

        if (protocol is Icmp or IcmpV6 && (icmp?.Long("Type") is null || icmp.Long("Code") is null))
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter IcmpTypeCode.Type and IcmpTypeCode.Code");
        }

        var (member, cidr) = ReadCidr(input);
        return JsonObject.Of(
            (member, cidr),
            ("Egress", input.Bool("Egress") ?? false),
            ("IcmpTypeCode", protocol is Icmp or IcmpV6 ? icmp : null),
            ("PortRange", WithPorts.Contains(protocol) ? ports : null),
            ("Protocol", protocol),
            ("RuleAction", input.Text("RuleAction")),
            ("RuleNumber", number));
    }

    private static (string Member, string Cidr) ReadCidr(JsonObject input)
    {
        var member = input.Has("CidrBlock") ? "CidrBlock" : "Ipv6CidrBlock";
        if (input.Has("CidrBlock") == input.Has("Ipv6CidrBlock"))
        {
            throw new AwsException("MissingParameter", "The request must contain exactly one of the parameters cidrBlock and ipv6CidrBlock");
        }

        return CidrBlock.TryParse(input.Text(member), out var cidr) && cidr.IsIpv6 == (member == "Ipv6CidrBlock")
            ? (member, cidr.ToString())
            : throw Inputs.InvalidValue(
                input.Text(member), char.ToLowerInvariant(member[0]) + member[1..], "This is not a valid CIDR block.");
    }

    /// <summary>Egress before ingress, each by number, as AWS lists them.</summary>
    private static void Put(Ec2Region ec2, JsonObject acl, IEnumerable<JsonObject> entries) =>
        ec2.Put(Ec2Kinds.NetworkAcl, acl.With("Entries", JsonArray.From(entries
            .OrderByDescending(entry => entry.Bool("Egress")).ThenBy(entry => entry.Long("RuleNumber")))));
}
