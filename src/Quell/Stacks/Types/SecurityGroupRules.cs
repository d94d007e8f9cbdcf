using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>Rules of security groups as templates have them, in the API's form.</summary>
internal static class SecurityGroupRules
{
    /// <summary>The properties of a rule, with those that name the other side.</summary>
    /// <param name="others">The properties that name the other side: groups, prefix lists.</param>
    public static (string Name, PropertyType Type)[] Properties(params (string Name, PropertyType Type)[] others) =>
    [
        ("IpProtocol", Text.Required()), ("FromPort", Integer), ("ToPort", Integer), ("CidrIp", Text), ("CidrIpv6", Text), ("Description", Text), .. others,
    ];

    /// <summary>The <c>IpPermissions</c> of one rule.</summary>
    public static JsonArray Permissions(JsonObject rule)
    {
        var protocol = ResourceWork.TextOf(rule["IpProtocol"]) ?? "-1";
        return new([JsonObject.Of(
            ("IpProtocol", protocol),
            ("FromPort", protocol == "-1" ? null : rule["FromPort"]),
            ("ToPort", protocol == "-1" ? null : rule["ToPort"]),
            ("IpRanges", Side(rule, "CidrIp", "CidrIp")),
            ("Ipv6Ranges", Side(rule, "CidrIpv6", "CidrIpv6")),
            ("UserIdGroupPairs", Side(rule, rule.Has("DestinationSecurityGroupId") ? "DestinationSecurityGroupId" : "SourceSecurityGroupId", "GroupId") is { } pair
                ? new JsonArray([((JsonObject)pair[0]).With("UserId", rule["SourceSecurityGroupOwnerId"])])
                : null))]);
    }

    private static JsonArray? Side(JsonObject rule, string property, string member) => rule[property] is { } value
        ? new([JsonObject.Of((member, value), ("Description", rule["Description"]))])
        : null;
}
