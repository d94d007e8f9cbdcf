using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>
/// The items of a delimited text: one object of texts a record. Missing fields are empty, fields beyond the header are left out
/// (developer guide, "How Step Functions parses input CSV files").
/// </summary>
internal static class CsvItems
{
    /// <summary>AWS's own text.</summary>
    private const string Duplicates = "CSV headers cannot contain duplicates.";

    public static IEnumerable<SourceItem> Read(Stream stream, CsvDialect dialect)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var records = new CsvRecords(text, dialect.Delimiter);
        IReadOnlyList<string> headers = dialect.Headers is { } given ? given : Header(records);
        if (headers.Distinct(StringComparer.Ordinal).Count() < headers.Count)
        {
            throw new ItemReaderException(Duplicates);
        }

        var order = HashOrder.Of(headers);
        var any = dialect.Headers is not null;
        while (records.Next() is { } fields)
        {
            any = true;
            yield return new(Item(headers, order, fields));
        }

        if (!any)
        {
            throw new ItemReaderException("The CSV file contains only CSV headers");
        }
    }

    private static List<string> Header(CsvRecords records)
    {
        var names = records.Next() ?? throw new ItemReaderException("The CSV file is empty");
        return names.Sum(Encoding.UTF8.GetByteCount) <= CsvDialect.LongestHeader
            ? names
            : throw new ItemReaderException($"The header of the CSV file is longer than {CsvDialect.LongestHeader} bytes");
    }

    private static JsonObject Item(IReadOnlyList<string> headers, int[] order, List<string> fields)
    {
        var members = new (string Name, JsonValue? Value)[order.Length];
        for (var place = 0; place < order.Length; place++)
        {
            var position = order[place];
            members[place] = (headers[position], position < fields.Count ? fields[position] : "");
        }

        return JsonObject.Of(members);
    }
}
