using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items.Formats;

namespace Quell.Engine.Workflows.Items;

/// <summary>
/// A Map state's <c>ItemReader.ReaderConfig</c> (developer guide, "ItemReader (Map)"), read by <see cref="ItemReaderConfigReader"/>.
/// </summary>
internal sealed record ItemReaderConfig
{
    /// <summary>Items after which reading ends, whatever <c>MaxItems</c> says.</summary>
    public const int MostItems = 100_000_000;

    /// <summary>How the files are written that hold the items; null where the entries of a list of objects are the items.</summary>
    public ItemFormat? Format { get; init; }

    /// <summary>Null where the file holds the items themselves.</summary>
    public ManifestKind? Manifest { get; init; }

    public CsvDialect Csv { get; init; } = CsvDialect.Default;

    public JsonPointer ItemsPointer { get; init; } = JsonPointer.Root;

    /// <summary>Items to read in all, over every file.</summary>
    public int MaxItems { get; init; } = MostItems;

    /// <summary>Reads an evaluated ReaderConfig while the state runs.</summary>
    /// <exception cref="ItemReaderException">It is wrong; the cause has every mistake.</exception>
    public static ItemReaderConfig Evaluated(JsonObject readerConfig, ItemSource source)
    {
        var mistakes = new List<PathMistake>();
        var config = Read(readerConfig, source, "/ReaderConfig", mistakes);
        return mistakes.Count == 0 ? config : throw new ItemReaderException(string.Join(", ", mistakes.Select(mistake => mistake.Message)));
    }

    /// <summary>Reads an evaluated ReaderConfig; what is wrong is added to the mistakes, all of it.</summary>
    public static ItemReaderConfig Read(JsonObject readerConfig, ItemSource source, string location, List<PathMistake> mistakes) =>
        new ItemReaderConfigReader(readerConfig, source, location, mistakes).Read();
}
