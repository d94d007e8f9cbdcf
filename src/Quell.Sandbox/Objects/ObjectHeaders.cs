using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>What an object carries beside its content, taken from the request that writes it.</summary>
internal static class ObjectHeaders
{
    public const string Checksum = "Checksum";

    public static readonly string[] Described =
        ["ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires", "Metadata"];

    private static readonly string[] Encryption = ["ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled"];

    private static readonly string[] Unsupported =
    [
        "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "SSEKMSEncryptionContext", "ObjectLockMode",
        "ObjectLockRetainUntilDate", "ObjectLockLegalHoldStatus", "WriteOffsetBytes", "CopySourceSSECustomerKey",
    ];

    /// <summary>Refuses what the simulated account cannot do with objects.</summary>
    public static void RefuseUnsupported(JsonObject input)
    {
        if (Unsupported.FirstOrDefault(input.Has) is { } member)
        {
            throw BucketErrors.NotImplemented(member);
        }
    }

    /// <summary>The content's description; <c>binary/octet-stream</c> where the caller gives no type.</summary>
    public static JsonObject Description(JsonObject input)
    {
        var described = Taken(input, Described);
        return described.Has("ContentType") ? described : described.With("ContentType", "binary/octet-stream");
    }

    /// <summary>All that an object whose content the caller sends gets from the request: description, encryption, class, ACL, tags.</summary>
    public static JsonObject OfNew(ResourceSet state, Bucket bucket, JsonObject input)
    {
        var tags = input.String("Tagging") is { } text ? ObjectTags.Parse(text) : JsonArray.Empty;
        return Description(input)
            .Merge(EncryptionOf(bucket, input))
            .With("StorageClass", input["StorageClass"])
            .With("WebsiteRedirectLocation", input["WebsiteRedirectLocation"])
            .With("ACL", BucketAcls.OfNew(state, bucket, input))
            .With("TagSet", tags.Count == 0 ? null : tags);
    }

    /// <summary>What answers say of an object's encryption.</summary>
    public static JsonObject EncryptionIn(JsonObject value) => Taken(value, Encryption);

    public static JsonObject Taken(JsonObject source, IEnumerable<string> names) => JsonObject.From(
        from name in names let value = source[name] where value is not null select KeyValuePair.Create(name, value));

    /// <summary>How the object is encrypted: as the request says, else as the bucket's rule, else not at all.</summary>
    public static JsonObject EncryptionOf(Bucket bucket, JsonObject input)
    {
        if (input.Has("ServerSideEncryption"))
        {
            return Taken(input, Encryption);
        }

        var rule = BucketEncryption.RuleOf(bucket);
        return JsonObject.Of(("ServerSideEncryption", rule?["SSEAlgorithm"]), ("SSEKMSKeyId", rule?["KMSMasterKeyID"]));
    }

    /// <summary>The checksums that the caller sent, for whoever asks for them later.</summary>
    public static JsonObject ChecksumsOf(JsonObject input) => Taken(input, input.Names.Where(IsChecksum));

    /// <summary>The checksums that the caller sent for the whole of an object, with their type.</summary>
    public static JsonObject ChecksumsOfWhole(JsonObject input) =>
        ChecksumsOf(input) is { Count: > 0 } checksums ? checksums.With("ChecksumType", "FULL_OBJECT") : JsonObject.Empty;

    /// <summary>Whether a member carries a checksum rather than says something about one.</summary>
    public static bool IsChecksum(string member) => member.StartsWith(Checksum, StringComparison.Ordinal)
        && member is not ("ChecksumAlgorithm" or "ChecksumMode" or "ChecksumType");

    /// <summary>Refuses content that is not what the caller says it is.</summary>
    public static void CheckContent(JsonObject input, Blob content)
    {
        if (input.String("ContentMD5") is { } md5 && !Is(md5, content.Md5))
        {
            throw new AwsException("BadDigest", "The Content-MD5 you specified did not match what we received.");
        }

        if (input.String("ChecksumSHA256") is { } sha && !Is(sha, content.Sha256))
        {
            throw new AwsException("BadDigest", "The SHA256 you specified did not match the calculated checksum.");
        }
    }

    private static bool Is(string base64, string hex) =>
        base64 == Convert.ToBase64String(Convert.FromHexString(hex));
}
