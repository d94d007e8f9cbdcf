using Quell.Engine.Json;

namespace Quell.Sandbox.Objects;

/// <summary>A part of a multipart upload, with the checksums that came with it.</summary>
internal sealed record UploadedPart(JsonObject Value)
{
    private static readonly string[] Listed = ["PartNumber", "LastModified", "ETag", "Size"];

    public long Number => Value.Long("PartNumber") ?? 0;

    /// <summary>The entity tag, in its quotes: 32 hex digits.</summary>
    public string ETag => Value.String("ETag") ?? "";

    public long Size => Value.Long("Size") ?? 0;

    public ObjectContent Content => ObjectContent.Read(Value.Array("Content"));

    public JsonObject Checksums => ObjectHeaders.ChecksumsOf(Value);

    /// <summary>As ListParts shows it.</summary>
    public JsonObject Entry => ObjectHeaders.Taken(Value, Listed).Merge(Checksums);

    /// <param name="number">1 to 10,000.</param>
    /// <param name="md5">What the entity tag consists of.</param>
    /// <param name="content">The part's bytes.</param>
    /// <param name="time">When it was uploaded.</param>
    /// <param name="checksums">As they came with the part.</param>
    public static UploadedPart Of(long number, string md5, ObjectContent content, string time, JsonObject checksums) => new(JsonObject.Of(
        ("PartNumber", number),
        ("LastModified", time),
        ("ETag", $"\"{md5}\""),
        ("Size", content.Length),
        ("Content", content.ToJson())).Merge(checksums));
}
