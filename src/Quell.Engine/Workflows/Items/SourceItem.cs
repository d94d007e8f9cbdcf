using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items;

/// <summary>
/// One item of a Map state's data. <see cref="Input"/> is what its child execution gets where no <c>ItemSelector</c> makes something
/// else of it. Members of an object are <c>{"Key", "Value"}</c> there; the context object has the two apart
/// (<c>Map.Item.Key</c> and <c>Map.Item.Value</c>; developer guide, "Accessing execution data from the Context object").
/// </summary>
internal readonly record struct SourceItem(JsonValue Input, string? Key = null)
{
    /// <summary>The context object's <c>Map.Item.Value</c>.</summary>
    public JsonValue Value => Key is not null && Input is JsonObject member && member["Value"] is { } value ? value : Input;

    /// <summary>The context object's <c>Map.Item.Source</c> where the items are of the state's input.</summary>
    public const string StateData = "STATE_DATA";

    /// <summary>
    /// The context object's <c>Map.Item.Source</c>: the file that holds the item, or the bucket where the entries of a list are the items.
    /// </summary>
    public static string SourceOf(string bucket, string? key = null) => key is null ? $"S3://{bucket}" : $"S3://{bucket}/{key}";

    public static SourceItem Member(string name, JsonValue value) => new(JsonObject.Of(("Key", name), ("Value", value)), name);

    /// <summary>The items of a value at hand; C# null where it is neither an array nor an object.</summary>
    public static IEnumerable<SourceItem>? Of(JsonValue data) => data switch
    {
        JsonArray array => array.Items.Select(item => new SourceItem(item)),
        JsonObject parent => parent.Select(member => Member(member.Key, member.Value)),
        _ => null,
    };
}
