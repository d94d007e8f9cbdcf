using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items;

/// <summary>
/// Where a Map Run's results go. The files of a run that is driven again stand apart and its manifest lists those of the runs
/// before as well.
/// </summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">With or without a slash at its end; may be empty.</param>
/// <param name="MapRunArn">Its last part, behind the last colon, names the folder.</param>
/// <param name="Redrive">0 for the first run.</param>
internal sealed record ResultDestination(string Bucket, string Prefix, string MapRunArn, int Redrive = 0)
{
    public string KeyOf(string file)
    {
        var start = Prefix.Length == 0 || Prefix.EndsWith('/') ? Prefix : $"{Prefix}/";
        var run = MapRunArn[(MapRunArn.LastIndexOf(':') + 1)..];
        return Redrive == 0 ? $"{start}{run}/{file}" : $"{start}{run}/Redrive-{Redrive}/{file}";
    }
}

/// <summary>Bytes of a file in the order in which they come; the last ones of a file say so.</summary>
internal sealed record ResultPart(string Key, ReadOnlyMemory<byte> Bytes, bool IsLast);

/// <summary>
/// Turns the results of a Map Run's children into the files that the service exports (developer guide, "ResultWriter (Map)"):
/// <c>SUCCEEDED_0.json</c>, <c>FAILED_0.json</c> (with those that timed out or were stopped), <c>PENDING_0.json</c>, further numbers
/// where a file is full, and <c>manifest.json</c>. It holds one part of each kind of file; not thread-safe.
/// </summary>
/// <param name="format">How results are written. The names of files end in <c>.json</c> also where they are lines.</param>
/// <param name="destination">Where to.</param>
/// <param name="fileSize">Bytes at which a file is full.</param>
internal sealed class ResultWriter(ResultFormat format, ResultDestination destination, long fileSize = ResultWriter.LargestFile)
{
    /// <summary>5 GB a file.</summary>
    public const long LargestFile = 5_000_000_000;

    /// <summary>Bytes of a part: as few as one of an upload to S3 may have (S3 user guide, "Amazon S3 multipart upload limits").</summary>
    public const int PartSize = 5 * 1024 * 1024;

    private readonly ResultFile _succeeded = new("SUCCEEDED", format.IsLines, destination, fileSize);
    private readonly ResultFile _failed = new("FAILED", format.IsLines, destination, fileSize);
    private readonly ResultFile _pending = new("PENDING", format.IsLines, destination, fileSize);

    /// <summary>Writes one child; the parts that are full with it are to be sent.</summary>
    public IReadOnlyList<ResultPart> Add(ChildResult child)
    {
        var file = child.Status switch
        {
            ChildStatus.Succeeded => _succeeded,
            ChildStatus.Pending => _pending,
            _ => _failed,
        };
        var parts = new List<ResultPart>();
        foreach (var value in format.Apply(child))
        {
            file.Add(value.ToUtf8(), parts);
        }

        return parts;
    }

    /// <summary>The ends of the files, and last the manifest.</summary>
    /// <param name="earlier"><c>ResultFiles</c> in the manifest of the run that is driven again; null for a first run.</param>
    public IReadOnlyList<ResultPart> Finish(JsonObject? earlier = null)
    {
        var parts = new List<ResultPart>();
        var manifest = JsonObject.Of(
            ("DestinationBucket", destination.Bucket),
            ("MapRunArn", destination.MapRunArn),
            ("ResultFiles", JsonObject.Of(
                ("FAILED", Listed(_failed)),
                ("PENDING", Listed(_pending)),
                ("SUCCEEDED", Listed(_succeeded)))));
        parts.Add(new(destination.KeyOf("manifest.json"), manifest.ToUtf8(), true));
        return parts;

        JsonArray Listed(ResultFile file)
        {
            file.Finish(parts);
            return JsonArray.From((earlier?.Array(file.Kind) ?? JsonArray.Empty).Concat(file.Written));
        }
    }

    /// <summary>The state's result.</summary>
    public JsonObject Result => JsonObject.Of(
        ("MapRunArn", destination.MapRunArn),
        ("ResultWriterDetails", JsonObject.Of(("Bucket", destination.Bucket), ("Key", destination.KeyOf("manifest.json")))));
}
