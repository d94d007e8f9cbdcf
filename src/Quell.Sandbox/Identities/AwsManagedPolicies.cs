using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>
/// AWS's own managed policies (AWS Managed Policy Reference Guide), each in its default version. The data file is made by
/// <c>tools/managed-policies/build.py</c>; it is unpacked when the first of them is asked for. Safe for concurrent use.
/// </summary>
internal static class AwsManagedPolicies
{
    private const string Prefix = "arn:aws:iam::aws:policy/";
    private const string Account = ":iam::aws:policy/";

    private static readonly Lazy<FrozenDictionary<string, ReadOnlyMemory<byte>>> Lines = new(Unpack);
    private static readonly ConcurrentDictionary<string, AwsManagedPolicy?> Read = new(StringComparer.Ordinal);

    /// <summary>Whether the ARN is in the form of one of AWS's policies, of any partition.</summary>
    public static bool IsOne(string arn) => arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains(Account, StringComparison.Ordinal);

    /// <summary>The policy of the ARN; null where AWS has none of that name.</summary>
    public static AwsManagedPolicy? Find(string arn) => IsOne(arn) ? Read.GetOrAdd(Known(arn), static key => Load(key)) : null;

    /// <summary>The ARNs of all of them, in order (ordinal).</summary>
    public static IEnumerable<string> Arns => Lines.Value.Keys.Order(StringComparer.Ordinal);

    // The policies of the other partitions have the same names.
    private static string Known(string arn) => Prefix + arn[(arn.IndexOf(Account, StringComparison.Ordinal) + Account.Length)..];

    private static AwsManagedPolicy? Load(string arn)
    {
        if (!Lines.Value.TryGetValue(arn, out var line))
        {
            return null;
        }

        var policy = (JsonObject)JsonValue.Parse(line.Span);
        return new(
            arn,
            policy.String("Path") ?? "/",
            policy.String("DefaultVersionId") ?? "",
            policy.String("CreateDate") ?? "",
            policy.String("UpdateDate") ?? "",
            policy.Object("Document")?.ToString() ?? "");
    }

    private static FrozenDictionary<string, ReadOnlyMemory<byte>> Unpack()
    {
        using var file = typeof(AwsManagedPolicies).Assembly.GetManifestResourceStream("aws-managed-policies.bin")
            ?? throw new InvalidDataException("aws-managed-policies.bin is not embedded in the assembly.");
        using var text = new ZLibStream(file, CompressionMode.Decompress);
        using var all = new MemoryStream();
        text.CopyTo(all);
        ReadOnlyMemory<byte> bytes = all.ToArray();
        var lines = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var range in bytes.Span.Split((byte)'\n'))
        {
            var line = bytes[range];
            var tab = line.Span.IndexOf((byte)'\t');
            lines.Add(Encoding.UTF8.GetString(line.Span[..tab]), line[(tab + 1)..]);
        }

        return lines.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>One of AWS's policies.</summary>
/// <param name="Path">The path in its ARN, <c>/service-role/</c>.</param>
/// <param name="Document">The text of its default version.</param>
internal sealed record AwsManagedPolicy(
    string Arn, string Path, string DefaultVersionId, string CreateDate, string UpdateDate, string Document)
{
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];
}
