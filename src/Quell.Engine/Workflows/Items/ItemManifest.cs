using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items.Formats;

namespace Quell.Engine.Workflows.Items;

/// <summary>One file that a manifest lists.</summary>
internal sealed record ManifestFile(string Bucket, string Key);

/// <summary>
/// What a manifest says: the files that hold the items, in order, and how each of them is read. The items are those of all files, at most
/// <see cref="ItemReaderConfig.MaxItems"/> of <see cref="Data"/> together.
/// </summary>
internal sealed record ItemManifest(ImmutableArray<ManifestFile> Files, ItemReaderConfig Data)
{
    private const string BucketArn = ":s3:::";
    private const string Scheme = "s3://";

    /// <summary>Reads the object that the state names, where its config says that it is a manifest.</summary>
    /// <exception cref="ItemReaderException">It is none, or lists files of another format.</exception>
    public static ItemManifest Read(ItemReaderConfig config, ReadOnlyMemory<byte> bytes) => config.Manifest switch
    {
        ManifestKind.S3Inventory => Inventory(config, bytes),
        ManifestKind.AthenaData => Athena(config, bytes),
        _ => throw new ArgumentException("The config names no manifest.", nameof(config)),
    };

    /// <summary>
    /// <c>manifest.json</c> of an S3 inventory (S3 user guide, "Locating your inventory list"): its data files have no header, the
    /// manifest's <c>fileSchema</c> names their columns.
    /// </summary>
    private static ItemManifest Inventory(ItemReaderConfig config, ReadOnlyMemory<byte> bytes)
    {
        var manifest = Parse(bytes);
        if (manifest.String("fileFormat") is { } format && format != "CSV")
        {
            throw new ItemReaderException($"The S3 inventory is in the format {format}; only CSV is supported by Quell");
        }

        var bucket = manifest.String("destinationBucket") ?? throw Missing("destinationBucket");
        var schema = manifest.String("fileSchema") ?? throw Missing("fileSchema");
        var arn = bucket.IndexOf(BucketArn, StringComparison.Ordinal);
        var name = arn < 0 ? bucket : bucket[(arn + BucketArn.Length)..];
        var files = (manifest["files"] as JsonArray ?? throw Missing("files")).Select(file =>
            new ManifestFile(name, (file as JsonObject)?.String("key") ?? throw Missing("files[].key")));
        var columns = schema.Split(',', StringSplitOptions.TrimEntries);
        return new([.. files], config with { Csv = CsvDialect.Default with { Headers = [.. columns] } });
    }

    /// <summary>The manifest of an Athena <c>UNLOAD</c> query (Athena user guide, "UNLOAD"): one <c>s3://</c> address a line.</summary>
    private static ItemManifest Athena(ItemReaderConfig config, ReadOnlyMemory<byte> bytes)
    {
        var lines = new ItemReaderConfig { Format = ItemFormat.Csv, Csv = CsvDialect.Default with { Headers = ["address"] } };
        var addresses = ItemReading.Read(lines, bytes).Select(line => (line.Input as JsonObject)?.String("address")?.Trim() ?? "");
        return new([.. addresses.Where(address => address.Length > 0).Select(FileAt)], config);
    }

    private static ManifestFile FileAt(string address)
    {
        var slash = address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? address.IndexOf('/', Scheme.Length) : -1;
        return slash > Scheme.Length && slash + 1 < address.Length
            ? new(address[Scheme.Length..slash], address[(slash + 1)..])
            : throw new ItemReaderException($"The manifest has a line that is no address of an object (s3://bucket/key): {address}");
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonValue.Parse(bytes.Span) as JsonObject ?? throw new ItemReaderException("The manifest is no JSON object");
        }
        catch (JsonSyntaxException wrong)
        {
            throw new ItemReaderException($"The manifest is not valid JSON: {wrong.Message}", wrong);
        }
    }

    private static ItemReaderException Missing(string field) => new($"The manifest has no {field}");
}
