using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Quell.Engine.Sources.Mappings;

/// <summary>The mappings that come with Quell: the files of <c>Sources/Kinds</c>.</summary>
internal static class BuiltInMappings
{
    private const string Prefix = "Quell.Engine.Sources.Kinds.";
    private const string Extension = ".yaml";

    /// <summary>Their kinds, in order.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the mapping of a kind; null where none has it.</summary>
    public static Mapping? Find(string kind)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + kind + Extension);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        var (mapping, faults) = MappingReader.Read(reader.ReadToEnd());
        return mapping ?? throw new UnreachableException($"{kind}: {string.Join("; ", faults)}");
    }
}
