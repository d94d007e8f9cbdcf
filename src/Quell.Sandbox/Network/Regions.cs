using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>What an account is told of AWS itself: regions, zones and its own attributes.</summary>
internal static class Regions
{
    /// <summary>Those that every account has without asking (AWS Regions and Availability Zones, "Regions").</summary>
    private static readonly string[] Enabled =
    [
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1",
        "us-west-2",
    ];

    private static readonly Filters RegionFilters = new()
    {
        ["endpoint"] = "Endpoint",
        ["opt-in-status"] = "OptInStatus",
        ["region-name"] = "RegionName",
    };

    private static readonly Filters ZoneFilters = new()
    {
        ["group-name"] = "GroupName",
        ["opt-in-status"] = "OptInStatus",
        ["region-name"] = "RegionName",
        ["state"] = "State",
        ["zone-id"] = "ZoneId",
        ["zone-name"] = "ZoneName",
        ["zone-type"] = "ZoneType",
    };

    public static OperationTable AddRegions(this OperationTable table) => table
        .AddEc2("DescribeRegions", "RegionNames AllRegions Filters", DescribeRegions)
        .AddEc2("DescribeAvailabilityZones", "ZoneNames ZoneIds AllAvailabilityZones Filters", DescribeAvailabilityZones)
        .AddEc2("DescribeAccountAttributes", "AttributeNames", DescribeAccountAttributes);

    private static JsonObject DescribeRegions(Ec2Region ec2, JsonObject input)
    {
        var regions = Enabled.Select(name => JsonObject.Of(
            ("OptInStatus", "opt-in-not-required"), ("RegionName", name), ("Endpoint", $"ec2.{name}.amazonaws.com")));
        return JsonObject.Of(("Regions", Select(regions, RegionFilters, input, "RegionNames", "RegionName", "InvalidParameterValue", "region")));
    }

    private static JsonObject DescribeAvailabilityZones(Ec2Region ec2, JsonObject input)
    {
        var region = ec2.Scope.Region;
        var zones = Zones.Of(ec2.Scope).Select(zone => JsonObject.Of(
            ("OptInStatus", "opt-in-not-required"),
            ("Messages", JsonArray.Empty),
            ("RegionName", region),
            ("ZoneName", zone.Name),
            ("ZoneId", zone.Id),
            ("GroupName", $"{region}-zg-1"),
            ("NetworkBorderGroup", region),
            ("ZoneType", "availability-zone"),
            ("State", "available")));
        var member = input.Array("ZoneNames").Count > 0 ? "ZoneNames" : "ZoneIds";
        return JsonObject.Of(("AvailabilityZones", Select(
            zones, ZoneFilters, input, member, member[..^1], "InvalidParameterValue", "availability zone")));
    }

    private static JsonArray Select(
        IEnumerable<JsonObject> all, Filters filters, JsonObject input, string names, string member, string code, string noun)
    {
        var wanted = input.Texts(names);
        var known = all.ToList();
        var unknown = wanted.Where(name => known.All(item => item.String(member) != name)).ToList();
        return unknown.Count == 0
            ? JsonArray.From(filters.Apply(known.Where(item => wanted.Count == 0 || wanted.Contains(item.Text(member))), input.Array("Filters")))
            : throw new AwsException(code, $"Invalid {noun}: [{string.Join(", ", unknown)}]");
    }

    private static JsonObject DescribeAccountAttributes(Ec2Region ec2, JsonObject input)
    {
        (string Name, string Value)[] all =
        [
            ("supported-platforms", "VPC"),
            ("default-vpc", DefaultNetwork.Find(ec2)?.String("VpcId") ?? "none"),
            ("max-instances", "20"),
            ("vpc-max-security-groups-per-interface", "5"),
            ("max-elastic-ips", "5"),
            ("vpc-max-elastic-ips", "5"),
        ];
        var wanted = input.Texts("AttributeNames");
        return JsonObject.Of(("AccountAttributes", JsonArray.From(all
            .Where(attribute => wanted.Count == 0 || wanted.Contains(attribute.Name))
            .Select(attribute => (JsonValue)JsonObject.Of(
                ("AttributeName", attribute.Name),
                ("AttributeValues", new JsonArray([JsonObject.Of(("AttributeValue", attribute.Value))])))))));
    }
}
