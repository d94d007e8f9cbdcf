using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>DescribeVolumeStatus: the sandbox's volumes are always well.</summary>
internal static class VolumeStatus
{
    private static readonly Filters StatusFilters = new()
    {
        ["availability-zone"] = "AvailabilityZone",
        ["volume-status.details-name"] = "VolumeStatus.Details.Name",
        ["volume-status.details-status"] = "VolumeStatus.Details.Status",
        ["volume-status.status"] = "VolumeStatus.Status",
    };

    public static JsonObject Describe(Ec2Region ec2, JsonObject input)
    {
        var ids = input.Texts("VolumeIds");
        var volumes = ids.Count == 0 ? ec2.All(Ec2Kinds.Volume) : ec2.Need(Ec2Kinds.Volume, ids).OrderBy(Id, StringComparer.Ordinal);
        var (page, token) = Page.Of(StatusFilters.Apply(volumes.Select(Status), input.Array("Filters")), Id, input);
        return JsonObject.Of(("VolumeStatuses", page), ("NextToken", token is null ? null : (JsonValue)token));
    }

    private static string Id(JsonObject volume) => volume.Text("VolumeId");

    private static JsonObject Status(JsonObject volume) => JsonObject.Of(
        ("Actions", JsonArray.Empty),
        ("AvailabilityZone", volume["AvailabilityZone"]),
        ("Events", JsonArray.Empty),
        ("VolumeId", volume["VolumeId"]),
        ("VolumeStatus", JsonObject.Of(
            ("Details", new JsonArray(
            [
                JsonObject.Of(("Name", "io-enabled"), ("Status", "passed")),
                JsonObject.Of(("Name", "io-performance"), ("Status", "not-applicable")),
            ])),
            ("Status", "ok"))));
}
