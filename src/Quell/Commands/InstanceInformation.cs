using Quell.Aws.Operations;
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
            .Where(instance => filters.TrueForAll(filter => Fits(instance, filter.Key, filter.Values)))
            .Select(instance => (ManagedInstances.IdOf(instance), Shown(instance, context.NowText)));
        return SsmPage.Of(input, "InstanceInformationList", UsualPage, found);
    }

    private static JsonObject Shown(JsonObject instance, string now) => JsonObject.Of(
        ("InstanceId", instance["InstanceId"]),
        ("PingStatus", "Online"),
        ("LastPingDateTime", now),
        ("IsLatestVersion", true),
        ("PlatformType", "Linux"),
        ("ResourceType", "EC2Instance"),
        ("IPAddress", instance["PrivateIpAddress"]),
        ("ComputerName", instance["PrivateDnsName"]));

    private static bool Fits(JsonObject instance, string key, List<string> values)
    {
        bool HasTag(Func<JsonObject, bool> wanted) => instance.Array("Tags").Objects.Any(wanted);
        return key switch
        {
            "InstanceIds" => values.Contains(ManagedInstances.IdOf(instance)),
            "PingStatus" => values.Contains("Online"),
            "PlatformTypes" => values.Contains("Linux"),
            "ResourceType" => values.Contains("EC2Instance"),
            "tag-key" => HasTag(tag => values.Contains(tag.String("Key") ?? "")),
            _ when key.StartsWith("tag:", StringComparison.Ordinal) => HasTag(tag => tag.String("Key") == key[4..] && values.Contains(tag.String("Value") ?? "")),
            _ => throw CommandErrors.FilterKey(key),
        };
    }
}
