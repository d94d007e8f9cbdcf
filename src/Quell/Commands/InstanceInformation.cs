using System.Net;
using Quell.Aws.Operations;
using Quell.Commands.Hosts;
using Quell.Engine.Json;
using Quell.Parameters;

namespace Quell.Commands;

/// <summary>DescribeInstanceInformation: the instances that commands can be sent to.</summary>
internal static class InstanceInformation
{
    private const int UsualPage = 50;

    public static JsonObject DescribeInstanceInformation(OperationContext context)
    {
        var input = context.Input;
        var filters = input.Array("Filters").Objects.Select(filter => (Key: filter.String("Key") ?? "", Values: filter.Array("Values").Strings.ToList()))
            .Concat(input.Array("InstanceInformationFilterList").Objects.Select(filter => (Key: filter.String("key") ?? "", Values: filter.Array("valueSet").Strings.ToList())))
            .ToList();
        var found = ManagedInstances.All(context.State.Current, context.Scope)
            .Select(instance => (Instance: instance, Shown: ManagedNode.IsId(ManagedInstances.IdOf(instance)) ? Host(instance, context.Now) : Shown(instance, context.NowText)))
            .Where(each => filters.TrueForAll(filter => Fits(each.Instance, each.Shown, filter.Key, filter.Values)))
            .Select(each => (ManagedInstances.IdOf(each.Instance), each.Shown));
        return SsmPage.Of(input, "InstanceInformationList", UsualPage, found);
    }

    private static JsonObject Shown(JsonObject instance, string now) => JsonObject.Of(
        ("InstanceId", instance["InstanceId"]),
        ("PingStatus", "Online"),
        ("LastPingDateTime", now),
        ("IsLatestVersion", true),
        ("PlatformType", ManagedInstances.Platform),
        ("ResourceType", "EC2Instance"),
        ("IPAddress", instance["PrivateIpAddress"]),
        ("ComputerName", instance["PrivateDnsName"]));

    /// <summary>Nobody asks a host all the time whether it is there: it counts as online unless a command has not got there lately.</summary>
    private static JsonObject Host(JsonObject node, DateTimeOffset now) => JsonObject.Of(
        ("InstanceId", node["InstanceId"]),
        ("PingStatus", ManagedNode.IsLost(node, now) ? "ConnectionLost" : "Online"),
        ("LastPingDateTime", node["LastPingDateTime"]),
        ("PlatformType", ManagedInstances.Platform),
        ("RegistrationDate", node["RegistrationDate"]),
        ("ResourceType", "ManagedInstance"),
        ("Name", node["Name"]),
        ("IPAddress", IPAddress.TryParse(node.String("Host"), out _) ? node["Host"] : null),
        ("ComputerName", node["Host"]),
        ("SourceId", node["InstanceId"]),
        ("SourceType", "AWS::SSM::ManagedInstance"));

    private static bool Fits(JsonObject instance, JsonObject shown, string key, List<string> values)
    {
        bool HasTag(Func<JsonObject, bool> wanted) => instance.Array("Tags").Objects.Any(wanted);
        return key switch
        {
            "InstanceIds" => values.Contains(ManagedInstances.IdOf(instance)),
            "PingStatus" => values.Contains(shown.String("PingStatus") ?? ""),
            "PlatformTypes" => values.Contains(ManagedInstances.Platform),
            "ResourceType" => values.Contains(shown.String("ResourceType") ?? ""),
            "tag-key" => HasTag(tag => values.Contains(tag.String("Key") ?? "")),
            _ when key.StartsWith("tag:", StringComparison.Ordinal) => HasTag(tag => tag.String("Key") == key[4..] && values.Contains(tag.String("Value") ?? "")),
            _ => throw CommandErrors.FilterKey(key),
        };
    }
}
