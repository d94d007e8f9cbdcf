using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation.Fields;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>ItemReader and its ReaderConfig, whose fields depend on what is read (developer guide, "ItemReader (Map)").</summary>
internal static class ItemReaderShape
{
    private const FieldLanguage Path = FieldLanguage.JsonPath;
    private const FieldLanguage Jsonata = FieldLanguage.Jsonata;
    private const int MostItems = 100_000_000;

    public static readonly Shape Reader = new(
        new Field("Resource", (value, spot) => Resource(value, spot, "s3:getObject", "s3:listObjectsV2")),
        new Field("ReaderConfig", Config),
        new Field("Parameters", Payloads.Any, Path),
        new Field("Arguments", Payloads.Any, Jsonata))
    {
        Required = ["Resource"],
    };

    private static readonly ImmutableArray<string> InputTypes = ["MANIFEST", "JSON", "CSV", "JSONL", "PARQUET"];

    private static readonly ImmutableArray<Field> EveryType =
    [
        new("InputType", InputType),
        new("MaxItems", Values.Integer(0, MostItems)),
        new("MaxItemsPath", Paths.Reference, Path),
        new("ManifestType", Values.Enum("S3_INVENTORY", "ATHENA_DATA")),
        new("Transformation", Values.Enum("NONE", "LOAD_AND_FLATTEN")),
        new("ItemsPointer", Values.Text),
    ];

    private static readonly ImmutableArray<OneOf> MaxItems = [new(false, "MaxItems", "MaxItemsPath")];

    private static readonly Shape Csv = new([
        .. EveryType,
        new("CSVHeaderLocation", Values.Enum("FIRST_ROW", "GIVEN")),
        new("CSVHeaders", Values.Array(Values.Text)),
        new("CSVDelimiter", Values.Enum("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
    ])
    {
        OneOf = MaxItems,
        Also = Headers,
    };

    private static readonly Shape Other = new(EveryType) { OneOf = MaxItems };

    public static void Resource(JsonValue value, Spot spot, params ImmutableArray<string> allowed)
    {
        if (value is not JsonString text)
        {
            spot.Schema(Texts.Expected("STRING"));
        }
        else if (!allowed.Any(action => text.Value.StartsWith("arn:", StringComparison.Ordinal) && text.Value.EndsWith($":states:::{action}", StringComparison.Ordinal)))
        {
            spot.Schema("The field 'Resource' does not match any of the allowed values. Examples: "
                + $"[{string.Join(", ", allowed.Select(action => $"arn:<partition>:states:::{action}"))}]");
        }
    }

    // A manifest of Athena may be CSV, so only what is neither has no header.
    private static void Config(JsonValue value, Spot spot) =>
        ((value as JsonObject)?.String("InputType") is "CSV" or "MANIFEST" ? Csv : Other).Check(value, spot);

    private static void InputType(JsonValue value, Spot spot)
    {
        if (value is not JsonString text)
        {
            spot.Schema(Texts.Expected("STRING"));
        }
        else if (!InputTypes.Contains(text.Value))
        {
            spot.Schema($"The field 'InputType' should have one of these values: [{string.Join(", ", InputTypes)}]");
        }
    }

    private static void Headers(JsonObject config, Spot spot)
    {
        if (config.String("InputType") == "CSV" && !config.Has("CSVHeaderLocation"))
        {
            spot.Schema("The field 'CSVHeaderLocation' is required");
        }
        else if (config.String("CSVHeaderLocation") == "GIVEN" && !config.Has("CSVHeaders"))
        {
            spot.Schema(Texts.Required("CSVHeaders"));
        }
    }
}
