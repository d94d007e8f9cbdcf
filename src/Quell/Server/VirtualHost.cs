namespace Quell.Server;

/// <summary>S3's virtual-hosted style: <c>bucket.s3.amazonaws.com</c>, <c>bucket.localhost</c>.</summary>
internal static class VirtualHost
{
    /// <returns>The bucket that the host names, or null for path style.</returns>
    public static string? Bucket(string host)
    {
        var name = host.Split(':')[0];
        if (name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            var label = name[..^".localhost".Length];
            return IsEndpoint(label) ? null : BucketBefore($"{label}.") ?? label;
        }

        return BucketBefore(name);
    }

    /// <summary><c>s3</c> and <c>s3.eu-west-1</c> are the service itself.</summary>
    private static bool IsEndpoint(string label) => label == "s3" || label.StartsWith("s3.", StringComparison.Ordinal);

    private static string? BucketBefore(string name)
    {
        var cut = name.IndexOf(".s3.", StringComparison.Ordinal);
        return cut <= 0 ? null : name[..cut];
    }
}
