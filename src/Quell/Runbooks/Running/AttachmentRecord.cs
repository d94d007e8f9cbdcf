using Quell.Aws.Calls;
using Quell.Documents;
using Quell.Engine.Json;

namespace Quell.Runbooks.Running;

/// <summary>A document's attachments as they are journaled with an execution, which keeps them though the document be deleted.</summary>
internal static class AttachmentRecord
{
    public static JsonArray Write(IEnumerable<DocumentAttachment> attachments) => JsonArray.From(attachments.Select(attachment => (JsonValue)JsonObject.Of(
        ("name", attachment.Name),
        ("slices", JsonArray.From(attachment.Content.Select(slice => (JsonValue)JsonObject.Of(
            ("sha256", slice.Blob.Sha256), ("size", slice.Blob.Length), ("md5", slice.Blob.Md5), ("offset", slice.Offset), ("length", slice.Length))))))));

    /// <summary>The content of the attachment of that name; null where there is none.</summary>
    public static IReadOnlyList<BlobSlice>? Find(JsonArray attachments, string name) =>
        attachments.Objects.FirstOrDefault(attachment => attachment.String("name") == name) is { } found
            ? [.. found.Array("slices").Objects.Select(Slice)]
            : null;

    private static BlobSlice Slice(JsonObject slice) => new(
        new(slice.String("sha256") ?? "", slice.Long("size") ?? 0, slice.String("md5") ?? ""), slice.Long("offset") ?? 0, slice.Long("length") ?? 0);
}
