using Quell.Blobs;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Objects;

namespace Quell.Functions;

/// <summary>Deployment packages that lie in the simulated account's buckets.</summary>
internal sealed class StoredPackages(BlobStore blobs)
{
    /// <summary>Fits <see cref="ObjectReader"/>; buckets without versions have the one version <c>null</c>.</summary>
    public ReadOnlyMemory<byte>? Read(ResourceSet state, string bucket, string key, string? version)
    {
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
