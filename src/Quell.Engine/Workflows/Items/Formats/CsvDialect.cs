using System.Collections.Immutable;

namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>How a delimited text is read. No <paramref name="Headers"/> means that the first row has them.</summary>
internal sealed record CsvDialect(char Delimiter, ImmutableArray<string>? Headers)
{
    /// <summary>Bytes that the names of the columns may take together (developer guide, "ItemReader (Map)": 10 KiB).</summary>
    public const int LongestHeader = 10 * 1024;

    public static readonly CsvDialect Default = new(',', null);
}
