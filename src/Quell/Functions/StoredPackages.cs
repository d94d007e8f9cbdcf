using Quell.Blobs;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Objects;

namespace Quell.Functions;

/// <summary>Deployment packages that lie in the simulated account's buckets, and those that <c>quell up</c> made of local folders.</summary>
internal sealed class StoredPackages(BlobStore blobs, CodeStore codes)
{
    /// <summary>Stands for the code store, where a bucket is named; no bucket can have the name.</summary>
    public const string LocalBucket = "quell_local";

    /// <summary>Fits <see cref="ObjectReader"/>; buckets without versions have the one version <c>null</c>.</summary>
    public ReadOnlyMemory<byte>? Read(ResourceSet state, string bucket, string key, string? version)
    {
        if (bucket == LocalBucket)
        {
            return codes.Find(key);
        }

        if (version is not null and not "null"
            || Bucket.Find(state, bucket) is not { } found
            || StoredObject.FindIn(state, found, key) is not { } stored)
        {
            return null;
        }

        if (stored.Content.Length > ZipPackage.UnzippedLimit)
        {
            throw FunctionErrors.Invalid($"Unzipped size must be smaller than {ZipPackage.UnzippedLimit} bytes");
        }

        using var content = blobs.Open(stored.Content.Slices);
        using var bytes = new MemoryStream((int)stored.Content.Length);
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
