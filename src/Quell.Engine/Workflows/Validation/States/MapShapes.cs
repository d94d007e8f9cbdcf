using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation.Fields;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>What a Map has beside the fields of every state that works (developer guide, "Using Map state in Distributed mode").</summary>
internal static partial class MapShapes
{
    private const FieldLanguage Path = FieldLanguage.JsonPath;
    private const FieldLanguage Jsonata = FieldLanguage.Jsonata;
    private const int LongestLabel = 40;
    private const int LargestBatch = 262_144;

    private static readonly Shape Batcher = new(
        new Field("BatchInput", Payloads.Any),
        new Field("MaxItemsPerBatch", Values.Integer(0)),
        new Field("MaxItemsPerBatchPath", Paths.Reference, Path),
        new Field("MaxInputBytesPerBatch", Values.Integer(0, LargestBatch)),
        new Field("MaxInputBytesPerBatchPath", Paths.Reference, Path))
    {
        OneOf = [new(false, "MaxItemsPerBatch", "MaxItemsPerBatchPath"), new(false, "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath")],
    };

    private static readonly Shape Writer = new(
        new Field("Resource", WriterResource),
        new Field("Parameters", Payloads.Any, Path),
        new Field("Arguments", Payloads.Any, Jsonata),
        new Field("WriterConfig", new Shape(
            new Field("Transformation", Values.Enum("NONE", "COMPACT", "FLATTEN")),
            new Field("OutputType", Values.Enum("JSON", "JSONL")))
        {
            Required = ["Transformation", "OutputType"],
        }.Check))
    {
        Also = Destination,
    };

    public static ImmutableArray<Field> Fields { get; } =
    [
        new("ItemProcessor", Containers.Processor),
        new("Iterator", Containers.Processor),
        new("ItemsPath", Paths.Items, Path),
        new("Items", JsonataCheck.Items, Jsonata),
        new("ItemSelector", Payloads.Any),
        new("ItemReader", ItemReaderShape.Reader.Check),
        new("ItemBatcher", Batcher.Check),
        new("ResultWriter", Writer.Check),
        new("MaxConcurrency", Values.Integer(0)),
        new("MaxConcurrencyPath", Paths.Reference, Path),
        new("ToleratedFailureCount", Values.Integer(0)),
        new("ToleratedFailureCountPath", Paths.Reference, Path),
        new("ToleratedFailurePercentage", Values.Number(0, 100)),
        new("ToleratedFailurePercentagePath", Paths.Reference, Path),
        new("Label", Label),
    ];

    public static ImmutableArray<OneOf> OneOf { get; } =
    [
        new(true, "ItemProcessor", "Iterator"),
        new(false, "MaxConcurrency", "MaxConcurrencyPath"),
        new(false, "ToleratedFailureCount", "ToleratedFailureCountPath"),
        new(false, "ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
    ];

    [GeneratedRegex("""[\s?*<>{}\[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]""")]
    private static partial Regex NotInLabels { get; }

    private static void Label(JsonValue value, Spot spot)
    {
        if (value is not JsonString label)
        {
            spot.Schema(Texts.Expected("STRING"));
        }
        else if (label.Value.Length is 0 or > LongestLabel || NotInLabels.IsMatch(label.Value))
        {
            spot.Findings.Error(
                DiagnosticCode.Label, $"Invalid label name '{label.Value}': a label has 1 to {LongestLabel} characters, without spaces and wildcards", spot.Place);
        }
        else if (!spot.Machine.Labels.Add(label.Value))
        {
            spot.Findings.Error(DiagnosticCode.DuplicateLabel, $"Duplicate label name: {label.Value}", spot.Place);
        }
    }

    /// <summary>A ResultWriter tells how, or where with what, or both (developer guide, "ResultWriter (Map)").</summary>
    private static void Destination(JsonObject writer, Spot spot)
    {
        var arguments = spot.IsJsonata ? "Arguments" : "Parameters";
        if (writer.Count == 0)
        {
            spot.Schema(Texts.Empty);
        }
        else if (writer.Has("Resource") != writer.Has(arguments))
        {
            spot.Schema(Texts.Required(writer.Has("Resource") ? arguments : "Resource"));
        }
    }

    private static void WriterResource(JsonValue value, Spot spot) => ItemReaderShape.Resource(value, spot, "s3:putObject");
}
