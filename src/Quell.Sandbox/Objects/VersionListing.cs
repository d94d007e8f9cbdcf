using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>ListObjectVersions: by key, of each the newest version first.</summary>
internal static class VersionListing
{
    private const int MostVersions = 1000;

    /// <summary>What a page shows: a version, or a common prefix.</summary>
    private sealed record Entry(StoredObject? Version, bool IsLatest, string Place);

    public static JsonObject ListObjectVersions(OperationContext context)
    {
        var input = context.Input;
        var bucket = context.Bucket("s3:ListBucketVersions");
        var most = input.Long("MaxKeys") ?? MostVersions;
        if (most < 0)
        {
            throw BucketErrors.InvalidArgument("Argument maxKeys must be an integer between 0 and 2147483647");
        }

        if (input.Has("VersionIdMarker") && !input.Has("KeyMarker"))
        {
            throw BucketErrors.InvalidArgument("A version-id marker cannot be specified without a key marker.");
        }

        var rest = After(Entries(context, bucket), input).Take((int)Math.Min(most, MostVersions) + 1).ToList();
        var page = rest.Take((int)Math.Min(most, MostVersions)).ToList();
        var last = rest.Count > page.Count && page.Count > 0 ? page[^1] : null;
        return JsonObject.Of(
            ("Name", bucket.Name),
            ("Prefix", ObjectListing.Encoded(input, input.String("Prefix") ?? "")),
            ("Delimiter", ObjectListing.Encoded(input, input.String("Delimiter"))),
            ("KeyMarker", ObjectListing.Encoded(input, input.String("KeyMarker") ?? "")),
            ("VersionIdMarker", input.String("VersionIdMarker") ?? ""),
            ("NextKeyMarker", ObjectListing.Encoded(input, last?.Place)),
            ("NextVersionIdMarker", last?.Version is { } version ? (JsonValue)ObjectVersions.Shown(version) : null),
            ("EncodingType", input["EncodingType"]),
            ("MaxKeys", Math.Min(most, MostVersions)),
            ("IsTruncated", rest.Count > page.Count),
            ("Versions", JsonArray.From(page.Where(entry => entry.Version is { IsMarker: false }).Select(entry => Version(input, entry)))),
            ("DeleteMarkers", JsonArray.From(page.Where(entry => entry.Version is { IsMarker: true }).Select(entry => Common(input, entry)))),
            ("CommonPrefixes", JsonArray.From(page.Where(entry => entry.Version is null)
                .Select(entry => JsonObject.Of(("Prefix", ObjectListing.Encoded(input, entry.Place)))))));
    }

    private static IEnumerable<Entry> Entries(OperationContext context, Bucket bucket)
    {
        var (prefix, delimiter) = (context.Input.String("Prefix") ?? "", context.Input.String("Delimiter") ?? "");
        var state = context.State.Current;
        var keys = state.List(bucket.Scope, bucket.ObjectType).Keys
            .Concat(ObjectVersions.Keys(state, bucket))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(KeyOrder.Instance);
        string? group = null;
        foreach (var key in keys)
        {
            var end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            if (end < 0)
            {
                var isLatest = true;
                foreach (var version in ObjectVersions.Of(state, bucket, key))
                {
                    yield return new(version, isLatest, key);
                    isLatest = false;
                }
            }
            else if (key[..(end + delimiter.Length)] is var common && common != group)
            {
                group = common;
                yield return new(null, false, common);
            }
        }
    }

    /// <summary>What comes after the markers: a key alone means after all of its versions.</summary>
    private static IEnumerable<Entry> After(IEnumerable<Entry> entries, JsonObject input)
    {
        if (input.String("KeyMarker") is not { Length: > 0 } key)
        {
            return entries;
        }

        if (input.String("VersionIdMarker") is not { Length: > 0 } id)
        {
            return entries.SkipWhile(entry => KeyOrder.Instance.Compare(entry.Place, key) <= 0);
        }

        var from = entries.SkipWhile(entry => KeyOrder.Instance.Compare(entry.Place, key) < 0).ToList();
        var place = from.FindIndex(entry => entry.Place == key && entry.Version is { } version && ObjectVersions.Shown(version) == id);
        return place < 0 ? throw BucketErrors.InvalidArgument("Invalid version id specified") : from.Skip(place + 1);
    }

    private static JsonObject Version(JsonObject input, Entry entry) => entry.Version is not { } version
        ? JsonObject.Empty
        : Common(input, entry).Merge(JsonObject.Of(
            ("ETag", version.ETag), ("Size", version.Content.Length), ("StorageClass", version.Value["StorageClass"] ?? "STANDARD")));

    private static JsonObject Common(JsonObject input, Entry entry) => JsonObject.Of(
        ("Key", ObjectListing.Encoded(input, entry.Place)),
        ("VersionId", entry.Version is { } version ? (JsonValue)ObjectVersions.Shown(version) : null),
        ("IsLatest", entry.IsLatest),
        ("LastModified", entry.Version?.Value["LastModified"]),
        ("Owner", entry.Version?.Bucket.Owner));
}
