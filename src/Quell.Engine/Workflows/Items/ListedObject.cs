using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items;

/// <summary>An object of a bucket as an item, where a state iterates over a list of objects and does not load them.</summary>
internal static class ListedObject
{
    /// <summary>
    /// The item of an entry of <c>Contents</c> in an answer to ListObjectsV2, with the members in the service's order
    /// (developer guide, "ItemReader (Map)", list of S3 objects). The tag keeps its quotation marks, and the time is in
    /// seconds as Java writes a <c>double</c> (<c>1.789180622E9</c>): observed on AWS, floci-io/floci pull request 3460.
    /// </summary>
    /// <param name="entry"><c>LastModified</c> is a number of seconds or an ISO 8601 text.</param>
    public static JsonObject ToItem(JsonObject entry) => JsonObject.Of(
        ("Etag", entry["ETag"]),
        ("Key", entry["Key"]),
        ("LastModified", Seconds(entry["LastModified"])),
        ("Size", entry["Size"]),
        ("StorageClass", entry["StorageClass"]));

    private static JsonValue? Seconds(JsonValue? time) => time switch
    {
        JsonNumber number => Written(number.AsDouble),
        JsonString text when IsoTimestamp.TryParse(text.Value, out var when) => Written(when.ToUnixTimeMilliseconds() / 1000d),
        _ => time,
    };

    // Below ten million Java writes no power of ten.
    private static JsonNumber Written(double seconds) =>
        new(seconds.ToString(Math.Abs(seconds) < 1e7 ? "0.0##" : "0.0###############E0", CultureInfo.InvariantCulture));
}
