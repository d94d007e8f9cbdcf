using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items;

/// <summary>What is written of a child that succeeded. Of any other it is always the whole record.</summary>
internal enum ResultTransformation
{
    /// <summary>The record of the execution.</summary>
    None,

    /// <summary>Its output.</summary>
    Compact,

    /// <summary>Its output, and of an array the items.</summary>
    Flatten,
}

/// <summary>A <c>ResultWriter.WriterConfig</c> (developer guide, "ResultWriter (Map)").</summary>
/// <param name="Transformation">What is written of each child.</param>
/// <param name="IsLines">One result a line (<c>JSONL</c>) and not one array.</param>
internal sealed record ResultFormat(ResultTransformation Transformation, bool IsLines)
{
    /// <summary>Where results are exported without a WriterConfig.</summary>
    public static readonly ResultFormat Exported = new(ResultTransformation.None, false);

    /// <summary>Where the state has no ResultWriter.</summary>
    public static readonly ResultFormat Plain = new(ResultTransformation.Compact, false);

    /// <summary>Reads an evaluated WriterConfig; what is wrong is added to the mistakes.</summary>
    public static ResultFormat Read(JsonObject writerConfig, string location, List<PathMistake> mistakes)
    {
        var transformation = writerConfig["Transformation"] switch
        {
            null or JsonString { Value: "NONE" } => ResultTransformation.None,
            JsonString { Value: "COMPACT" } => ResultTransformation.Compact,
            JsonString { Value: "FLATTEN" } => ResultTransformation.Flatten,
            _ => Wrong("Transformation", "NONE, COMPACT, FLATTEN"),
        };
        if (writerConfig["OutputType"] is not (null or JsonString { Value: "JSON" or "JSONL" }))
        {
            Wrong("OutputType", "JSON, JSONL");
        }

        return new(transformation, writerConfig.String("OutputType") == "JSONL");

        ResultTransformation Wrong(string field, string words)
        {
            mistakes.Add(new($"{location}/{field}", $"{field} must be one of {words}"));
            return ResultTransformation.None;
        }
    }

    /// <summary>What is written of a child.</summary>
    public IEnumerable<JsonValue> Apply(ChildResult child) => Transformation switch
    {
        ResultTransformation.Flatten when child is { Status: ChildStatus.Succeeded, Output: JsonArray items } => items,
        not ResultTransformation.None when child is { Status: ChildStatus.Succeeded, Output: { } output } => [output],
        _ => [child.ToRecord()],
    };

    /// <summary>The state's result where nothing is exported: an array, or the lines as one text.</summary>
    public JsonValue Preview(IEnumerable<ChildResult> children)
    {
        var results = children.SelectMany(Apply);
        return IsLines ? new JsonString(string.Join('\n', results)) : JsonArray.From(results);
    }
}
