using System.Collections.Immutable;
using System.Security.Cryptography;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Objects;

namespace Quell.Documents;

/// <summary>
/// The files of a version, taken from where a request says they are (API Reference, AttachmentsSource): objects of the simulated
/// account's buckets, or attachments of another document. Their bytes stay where they are in the blob store.
/// </summary>
internal sealed class DocumentAttachments(Func<IReadOnlyList<BlobSlice>, Stream> open)
{
    /// <returns>Null where there are none.</returns>
    /// <exception cref="AwsException"><c>InvalidDocumentContent</c>: a file is not there, or is not the one that the document names.</exception>
    public JsonArray? Read(OperationContext context, JsonArray sources, ImmutableDictionary<string, string?> files)
    {
        var attachments = sources.Objects.Select(source => Attachment(context, source)).ToList();
        foreach (var attachment in attachments)
        {
            var name = attachment.String("Name") ?? "";
            if (files.GetValueOrDefault(name) is { } expected && !expected.Equals(attachment.String("Sha256"), StringComparison.OrdinalIgnoreCase))
            {
                throw DocumentErrors.BadContent($"The SHA-256 of the attachment {name} is not the one that the document gives.");
            }
        }

        if (attachments.DistinctBy(attachment => attachment.String("Name")).Count() < attachments.Count)
        {
            throw DocumentErrors.BadContent("Two attachments have the same name.");
        }

        return attachments.Count == 0 ? null : JsonArray.From(attachments);
    }

    private JsonObject Attachment(OperationContext context, JsonObject source)
    {
        var (key, value, name) = (source.String("Key"), source.Array("Values").Strings.FirstOrDefault() ?? "", source.String("Name"));
        return key switch
        {
            "S3FileUrl" => FromBucket(context, value, name ?? value[(value.LastIndexOf('/') + 1)..]),
            "SourceUrl" when name is not null => FromBucket(context, $"{value.TrimEnd('/')}/{name}", name),
            "SourceUrl" => throw DocumentErrors.Validation("An attachment from a SourceUrl needs its Name."),
            "AttachmentReference" => FromDocument(context, value, name),
            _ => throw DocumentErrors.Validation("An attachment needs a Key: S3FileUrl, SourceUrl or AttachmentReference."),
        };
    }

    private JsonObject FromBucket(OperationContext context, string url, string name)
    {
        if (BucketPlace.Read(url) is not var (bucket, key))
        {
            throw DocumentErrors.Validation($"An attachment's URL must be like s3://amzn-s3-demo-bucket/my-file.py. Received: {url}");
        }

        var content = Bucket.Find(context.State.Current, bucket) is { } found && StoredObject.FindIn(context.State.Current, found, key) is { } stored
            ? stored.Content
            : throw DocumentErrors.BadContent($"The attachment {url} does not exist.");
        return JsonObject.Of(("Name", name), ("Length", content.Length), ("Sha256", Hash(content)), ("Content", content.ToJson()));
    }

    private string Hash(ObjectContent content)
    {
        if (content.Slices is [var only] && only == only.Blob.All)
        {
            return only.Blob.Sha256;
        }

        using var bytes = open(content.Slices);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary><c>DOCUMENT/VERSION/FILE</c>, the document by its ARN where it is another account's.</summary>
    private static JsonObject FromDocument(OperationContext context, string reference, string? name)
    {
        var parts = reference.Split('/');
        if (parts.Length < 3)
        {
            throw DocumentErrors.Validation($"An AttachmentReference must be like MyDocument/3/my-file.py. Received: {reference}");
        }

        var (document, version, file) = (string.Join('/', parts[..^2]), parts[^2], parts[^1]);
        var (arn, found) = DocumentLookup.Named(context.State.Current, context.Scope, document);
        var attachment = DocumentLookup.Versioned(context.State.Current, context.Scope, arn, found, version, null)
            .Array(Documents.Attachments).Objects.FirstOrDefault(attachment => attachment.String("Name") == file)
            ?? throw DocumentErrors.BadContent($"The attachment {reference} does not exist.");
        return attachment.With("Name", name ?? file);
    }
}

/// <summary>An object's place, out of a URL: <c>s3://BUCKET/KEY</c>, or the addresses that S3 itself has for it.</summary>
internal static class BucketPlace
{
    public static (string Bucket, string Key)? Read(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            return null;
        }

        var path = Uri.UnescapeDataString(uri.AbsolutePath).TrimStart('/');
        if (uri.Scheme == "s3")
        {
            return Place(uri.Host, path);
        }

        var isHosted = uri.Host.Contains(".s3.", StringComparison.Ordinal) || uri.Host.Contains(".s3-", StringComparison.Ordinal);
        if (uri.Scheme != Uri.UriSchemeHttps || !uri.Host.Contains(".amazonaws.com", StringComparison.Ordinal))
        {
            return null;
        }

        var cut = path.IndexOf('/', StringComparison.Ordinal);
        return isHosted ? Place(uri.Host[..uri.Host.IndexOf(".s3", StringComparison.Ordinal)], path)
            : cut < 0 ? null
            : Place(path[..cut], path[(cut + 1)..]);
    }

    private static (string Bucket, string Key)? Place(string bucket, string key) => bucket.Length > 0 && key.Length > 0 ? (bucket, key) : null;
}
