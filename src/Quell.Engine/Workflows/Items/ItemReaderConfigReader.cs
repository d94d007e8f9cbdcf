using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items.Formats;

namespace Quell.Engine.Workflows.Items;

/// <summary>Reads a ReaderConfig whose paths and expressions are evaluated: <c>MaxItems</c>, not <c>MaxItemsPath</c>.</summary>
internal sealed class ItemReaderConfigReader(JsonObject config, ItemSource source, string location, List<PathMistake> mistakes)
{
    private const string Parquet = "PARQUET";
    private const string Manifest = "MANIFEST";

    public ItemReaderConfig Read()
    {
        var transformed = Choice("Transformation", "NONE", "LOAD_AND_FLATTEN") == "LOAD_AND_FLATTEN";
        var manifestType = Choice("ManifestType", "ATHENA_DATA", "S3_INVENTORY");
        var inputType = Choice("InputType", "CSV", "JSON", "JSONL", Parquet, Manifest);
        Check(transformed, manifestType, inputType);
        var kind = manifestType switch
        {
            "ATHENA_DATA" => ManifestKind.AthenaData,
            "S3_INVENTORY" => ManifestKind.S3Inventory,
            _ => inputType == Manifest ? ManifestKind.S3Inventory : (ManifestKind?)null,
        };
        var format = kind == ManifestKind.S3Inventory ? ItemFormat.Csv : FormatOf(inputType);
        return new()
        {
            Format = source == ItemSource.ObjectList && !transformed ? null : format,
            Manifest = kind,
            Csv = Dialect(format == ItemFormat.Csv || inputType == Manifest),
            ItemsPointer = Pointer(format),
            MaxItems = Limit(),
        };
    }

    private static ItemFormat? FormatOf(string? inputType) => inputType switch
    {
        "CSV" => ItemFormat.Csv,
        "JSON" => ItemFormat.Json,
        "JSONL" => ItemFormat.JsonLines,
        _ => null,
    };

    private void Check(bool transformed, string? manifestType, string? inputType)
    {
        if (inputType == Parquet)
        {
            Wrong("InputType", "The InputType PARQUET is not supported by Quell; use CSV, JSON, JSONL or MANIFEST");
        }

        if (manifestType == "S3_INVENTORY" && inputType is not (null or Manifest))
        {
            Wrong("InputType", "InputType cannot be specified when ManifestType is S3_INVENTORY");
        }

        if (manifestType == "ATHENA_DATA" && (inputType is Manifest or "JSON" || !config.Has("InputType")))
        {
            Wrong("InputType", "InputType must be one of CSV, JSONL, PARQUET when ManifestType is ATHENA_DATA");
        }

        if (source == ItemSource.Object)
        {
            CheckObject(transformed, manifestType, inputType);
        }
        else
        {
            CheckObjectList(transformed, manifestType, inputType);
        }
    }

    private void CheckObject(bool transformed, string? manifestType, string? inputType)
    {
        if (transformed)
        {
            Wrong("Transformation", "Transformation LOAD_AND_FLATTEN can only be specified for arn:aws:states:::s3:listObjectsV2");
        }

        if (inputType is null && manifestType is null && !config.Has("InputType"))
        {
            Wrong("InputType", "InputType is required for arn:aws:states:::s3:getObject");
        }
    }

    private void CheckObjectList(bool transformed, string? manifestType, string? inputType)
    {
        if (manifestType is not null || inputType == Manifest)
        {
            Wrong(manifestType is null ? "InputType" : "ManifestType", "A manifest can only be read by arn:aws:states:::s3:getObject");
        }
        else if (transformed && inputType is null && !config.Has("InputType"))
        {
            Wrong("InputType", "InputType is required when Transformation is LOAD_AND_FLATTEN");
        }
        else if (!transformed && inputType is not null)
        {
            Wrong("InputType", "InputType can only be specified for s3:listObjectsV2 when Transformation is LOAD_AND_FLATTEN");
        }
    }

    private CsvDialect Dialect(bool isDelimited)
    {
        var name = Choice("CSVDelimiter", "COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB");
        var place = Choice("CSVHeaderLocation", "FIRST_ROW", "GIVEN");
        foreach (var field in (string[])["CSVDelimiter", "CSVHeaderLocation", "CSVHeaders"])
        {
            if (!isDelimited && config.Has(field))
            {
                Wrong(field, $"{field} can only be specified when InputType is CSV or MANIFEST");
            }
        }

        var delimiter = name switch { "PIPE" => '|', "SEMICOLON" => ';', "SPACE" => ' ', "TAB" => '\t', _ => ',' };
        return new(delimiter, Headers(place));
    }

    private ImmutableArray<string>? Headers(string? place)
    {
        if (place != "GIVEN")
        {
            if (config.Has("CSVHeaders"))
            {
                Wrong("CSVHeaders", "CSVHeaders can only be specified when CSVHeaderLocation is GIVEN");
            }

            return null;
        }

        var headers = config.Array("CSVHeaders");
        if (headers.Count == 0 || headers.Any(header => header is not JsonString))
        {
            Wrong("CSVHeaders", "CSVHeaders must be a non-empty array of strings when CSVHeaderLocation is GIVEN");
        }
        else if (headers.Strings.Sum(Encoding.UTF8.GetByteCount) > CsvDialect.LongestHeader)
        {
            Wrong("CSVHeaders", $"CSVHeaders must not be longer than {CsvDialect.LongestHeader} bytes");
        }

        return [.. headers.Strings];
    }

    private JsonPointer Pointer(ItemFormat? format)
    {
        if (config["ItemsPointer"] is not { } given)
        {
            return JsonPointer.Root;
        }

        if (given is not JsonString text || JsonPointer.TryParse(text.Value) is not { } pointer)
        {
            Wrong("ItemsPointer", "ItemsPointer must be a JSON pointer such as /inventory/products");
            return JsonPointer.Root;
        }

        if (format != ItemFormat.Json && pointer != JsonPointer.Root)
        {
            Wrong("ItemsPointer", "ItemsPointer can only be specified when InputType is JSON");
        }

        return pointer;
    }

    // 0 is no limit and what is above the most is the most, as the service has it; its text for the rest says "positive".
    private int Limit()
    {
        switch (config["MaxItems"])
        {
            case null:
                return ItemReaderConfig.MostItems;
            case JsonNumber number when number.TryAsLong(out var items):
                if (items < 0)
                {
                    Wrong("MaxItems", "field MaxItems must be positive");
                }

                return items is > 0 and < ItemReaderConfig.MostItems ? (int)items : ItemReaderConfig.MostItems;
            default:
                Wrong("MaxItems", "MaxItems must be an integer");
                return ItemReaderConfig.MostItems;
        }
    }

    /// <summary>The field's value where it is one of the words; null where it is absent or, which is a mistake, another.</summary>
    private string? Choice(string field, params ReadOnlySpan<string> words)
    {
        var value = config[field];
        if (value is JsonString text && words.Contains(text.Value))
        {
            return text.Value;
        }

        if (value is not null)
        {
            Wrong(field, $"{field} must be one of {string.Join(", ", words)}");
        }

        return null;
    }

    private void Wrong(string field, string message) => mistakes.Add(new($"{location}/{field}", message));
}
