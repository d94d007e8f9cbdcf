using System.Text;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;

namespace Quell.Workflows.Rehearsing;

/// <summary>The items of a distributed map from what its ItemReader would have read.</summary>
internal static class ItemData
{
    /// <param name="spec">The reading, as the state asks for it.</param>
    /// <param name="data">The items, as an array, or the text of the file that holds them; of a list of objects, the text of that array.</param>
    public static Signal Read(JsonObject spec, JsonValue data)
    {
        try
        {
            var isList = spec.String("resource")?.EndsWith("listObjectsV2", StringComparison.Ordinal) == true;
            var config = ItemReaderConfig.Evaluated(spec.Object("config") ?? JsonObject.Empty, isList ? ItemSource.ObjectList : ItemSource.Object);
            return (config, data) switch
            {
                (_, JsonArray items) => new Signal.Succeeded(JsonArray.From(items.Items.Take(config.MaxItems))),
                ({ Manifest: not null }, _) => Failed("A manifest names other files: the items themselves have to be given."),
                ({ Format: not null }, JsonString text) =>
                    new Signal.Succeeded(JsonArray.From(ItemReading.Read(config, Encoding.UTF8.GetBytes(text.Value)).Select(item => item.Input))),
                (_, JsonString text) when JsonValue.Parse(text.Value) is JsonArray items => new Signal.Succeeded(JsonArray.From(items.Items.Take(config.MaxItems))),
                _ => Failed("The items have to be given as an array, or as the text of the file that holds them."),
            };
        }
        catch (ItemReaderException wrong)
        {
            return Failed(wrong.Cause);
        }
        catch (JsonSyntaxException wrong)
        {
            return Failed(wrong.Message);
        }
    }

    private static Signal.Failed Failed(string cause) => new(ItemReaderException.ErrorName, cause);
}
