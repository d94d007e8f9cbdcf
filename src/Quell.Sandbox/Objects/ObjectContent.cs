using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Sandbox.Objects;

/// <summary>
/// The bytes of an object or of an uploaded part: slices of blobs, one after the other. So parts become an object, and ranges
/// become parts, without a byte being copied.
/// </summary>
internal sealed record ObjectContent(IReadOnlyList<BlobSlice> Slices)
{
    public long Length { get; } = Slices.Sum(slice => slice.Length);

    public static ObjectContent Join(IEnumerable<ObjectContent> contents) => new([.. contents.SelectMany(content => content.Slices)]);

    /// <summary><paramref name="length"/> bytes from <paramref name="offset"/>, which lie in the content.</summary>
    public ObjectContent Between(long offset, long length)
    {
        var (slices, start, end) = (new List<BlobSlice>(), 0L, offset + length);
        foreach (var slice in Slices)
        {
            var (first, last) = (Math.Max(offset, start), Math.Min(end, start + slice.Length));
            if (first < last)
            {
                slices.Add(new(slice.Blob, slice.Offset + first - start, last - first));
            }

            start += slice.Length;
        }

        return new(slices);
    }

    /// <summary>What <see cref="ToJson"/> wrote; members that are not there mean the whole blob.</summary>
    public static ObjectContent Read(JsonArray slices) => new([.. slices.Objects.Select(ReadSlice)]);

    public JsonArray ToJson() => JsonArray.From(Slices.Select(slice => JsonObject.Of(
        ("Sha256", slice.Blob.Sha256),
        ("Length", slice.Blob.Length),
        ("Md5", slice.Blob.Md5),
        ("From", slice == slice.Blob.All ? null : (JsonValue)slice.Offset),
        ("Bytes", slice == slice.Blob.All ? null : (JsonValue)slice.Length))));

    private static BlobSlice ReadSlice(JsonObject slice)
    {
        var blob = new Blob(slice.String("Sha256") ?? "", slice.Long("Length") ?? 0, slice.String("Md5") ?? "");
        return new(blob, slice.Long("From") ?? 0, slice.Long("Bytes") ?? blob.Length);
    }
}
