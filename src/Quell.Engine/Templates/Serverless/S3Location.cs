namespace Quell.Engine.Templates.Serverless;

/// <summary>Where a package or a definition lies: <c>s3://bucket/key?versionId=…</c>, or <c>{Bucket, Key, Version}</c>.</summary>
internal sealed record S3Location(TemplateNode Bucket, TemplateNode Key, TemplateNode? Version)
{
    private const string Scheme = "s3://";

    /// <summary>The location; null, with the mistake reported, where the property is none.</summary>
    public static S3Location? Of(ServerlessProperties properties, string property)
    {
        switch (properties[property])
        {
            case TemplateNode.Map map when !map.IsCall():
                if (map["Bucket"] is { } bucket && map["Key"] is { } key)
                {
                    return new(bucket, key, map["Version"]);
                }

                properties.Refuse($"'{property}' requires Bucket and Key properties to be specified.", property);
                return null;
            case TemplateNode.Scalar text when Parse(text) is { } location:
                return location;
            default:
                properties.Refuse($"'{property}' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.", property);
                return null;
        }
    }

    private static S3Location? Parse(TemplateNode.Scalar node)
    {
        var text = node.Value;
        var slash = text.StartsWith(Scheme, StringComparison.Ordinal) ? text.IndexOf('/', Scheme.Length) : -1;
        if (slash <= Scheme.Length)
        {
            return null;
        }

        var query = text.IndexOf('?', slash);
        var version = query < 0 ? null : text[(query + 1)..].Split('&')
            .Where(part => part.StartsWith("versionId=", StringComparison.Ordinal))
            .Select(part => Uri.UnescapeDataString(part["versionId=".Length..])).FirstOrDefault();
        var write = new NodeWriter(node);
        return new(
            write.Text(text[Scheme.Length..slash]), write.Text((query < 0 ? text[slash..] : text[slash..query]).TrimStart('/')),
            version is null ? null : write.Text(version));
    }
}
