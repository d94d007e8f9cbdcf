using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Workflows.States;

/// <summary>An <c>ItemBatcher</c> whose limits may be given by paths or expressions.</summary>
internal sealed class BatchField(FieldValue? mostItems, FieldValue? mostBytes, ItemSelection? batchInput)
{
    /// <exception cref="StateException">A limit is out of its range, or an item is larger than a batch may be.</exception>
    public JsonArray Batch(Visit visit, JsonValue selected, IEnumerable<JsonValue> items)
    {
        var mistakes = new List<PathMistake>();
        var batcher = ItemBatcher.Read(
            JsonObject.Of(
                ("MaxItemsPerBatch", mostItems is null ? null : (JsonValue)mostItems.Whole(visit, selected)),
                ("MaxInputBytesPerBatch", mostBytes is null ? null : (JsonValue)mostBytes.Whole(visit, selected)),
                ("BatchInput", batchInput?.Evaluate(visit, selected))),
            "/ItemBatcher", mistakes);
        if (mistakes.Count > 0)
        {
            throw new StateException(ErrorNames.Runtime, string.Join(", ", mistakes.Select(mistake => mistake.Message)));
        }

        try
        {
            return JsonArray.From(batcher.Batch(items).Select(batch => (JsonValue)batch.Input));
        }
        catch (ItemReaderException wrong)
        {
            throw new StateException(ItemReaderException.ErrorName, wrong.Cause);
        }
    }
}
