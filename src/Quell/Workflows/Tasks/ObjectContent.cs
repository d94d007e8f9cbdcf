using Quell.Aws.Signing;
using Quell.Engine.Json;

namespace Quell.Workflows.Tasks;

/// <summary>An object's content on its way to S3.</summary>
internal static class ObjectContent
{
    /// <summary>The content apart from the input, with the checksum that today's SDKs send by themselves.</summary>
    /// <param name="name">The member that holds the content, in base64.</param>
    public static (JsonObject Input, byte[] Body) Split(JsonObject input, string name)
    {
        var content = input.String(name) is { } text ? Convert.FromBase64String(text) : [];
        input = input.Without(name);
        if (!input.Names.Any(member => member.StartsWith("Checksum", StringComparison.Ordinal)))
        {
            using var checksum = BodyChecksum.ForHeader("x-amz-checksum-crc32")!;
            checksum.Append(content);
            input = input.With("ChecksumCRC32", checksum.ToBase64());
        }

        return (input, content);
    }
}
