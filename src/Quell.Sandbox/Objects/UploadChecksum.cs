using Quell.Aws;
using Quell.Aws.Signing;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>
/// The checksum of a multipart object: composite, that is the checksum of its parts' checksums (S3 User Guide, "Checking object
/// integrity"). It is there if every part came with its own in a header. A checksum of the full object is not computed.
/// </summary>
internal static class UploadChecksum
{
    private const string Composite = "COMPOSITE";
    private const string Full = "FULL_OBJECT";

    /// <summary>The algorithm and the type that the upload has: as asked, CRC64NVME always of the full object.</summary>
    public static JsonObject Asked(JsonObject input)
    {
        var (algorithm, type) = (input.String("ChecksumAlgorithm"), input.String("ChecksumType"));
        if (algorithm is null)
        {
            return type is null
                ? JsonObject.Empty
                : throw new AwsException("InvalidRequest", "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }

        var fitting = algorithm == "CRC64NVME" ? Full : Composite;
        if (type is not null && type != fitting)
        {
            throw algorithm is "CRC32" or "CRC32C"
                ? BucketErrors.NotImplemented("ChecksumType")
                : new AwsException("InvalidRequest", $"The {type} checksum type cannot be used with the {algorithm} checksum algorithm.");
        }

        return JsonObject.Of(("ChecksumAlgorithm", algorithm), ("ChecksumType", fitting));
    }

    /// <summary>The object's checksum and its type; empty where it is not known.</summary>
    /// <exception cref="AwsException"><c>BadDigest</c>: the caller expects another one.</exception>
    public static JsonObject OfWhole(JsonObject input, MultipartUpload upload, IReadOnlyList<UploadedPart> parts)
    {
        var computed = upload.Value.String("ChecksumType") == Composite
            ? OfParts(upload.Value.String("ChecksumAlgorithm") ?? "", parts)
            : JsonObject.Empty;
        foreach (var (name, expected) in ObjectHeaders.ChecksumsOf(input))
        {
            if (!expected.Equals(computed[name] ?? throw BucketErrors.NotImplemented(name)))
            {
                throw new AwsException("BadDigest", $"The {name[ObjectHeaders.Checksum.Length..]} you specified did not match the calculated checksum.");
            }
        }

        return computed;
    }

    private static JsonObject OfParts(string algorithm, IReadOnlyList<UploadedPart> parts)
    {
        using var whole = BodyChecksum.ForHeader("x-amz-checksum-" + algorithm);
        var name = ObjectHeaders.Checksum + algorithm;
        if (whole is null || !parts.All(part => part.Value.Has(name)))
        {
            return JsonObject.Empty;
        }

        foreach (var part in parts)
        {
            whole.Append(Convert.FromBase64String(part.Value.String(name) ?? ""));
        }

        return JsonObject.Of((name, $"{whole.ToBase64()}-{parts.Count}"), ("ChecksumType", Composite));
    }
}
