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
            return label.EndsWith(".s3", StringComparison.Ordinal) ? label[..^".s3".Length] : label == "s3" ? null : label;
        }

        var cut = name.IndexOf(".s3.", StringComparison.Ordinal);
        return cut <= 0 ? null : name[..cut];
    }
}
