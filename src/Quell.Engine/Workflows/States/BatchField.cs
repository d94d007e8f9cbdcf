using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;

namespace Quell.Engine.Workflows.States;

/// <summary>An <c>ItemBatcher</c>: how many items, or bytes of them, go to one child, and what goes with them.</summary>
internal sealed class BatchField(FieldValue? mostItems, FieldValue? mostBytes, ItemSelection? batchInput)
{
    /// <exception cref="StateException">A limit is no positive number.</exception>
    public JsonArray Batch(Visit visit, JsonValue selected, IEnumerable<JsonValue> items)
    {
        var (most, bytes) = (mostItems?.Whole(visit, selected), mostBytes?.Whole(visit, selected));
        var input = batchInput?.Evaluate(visit, selected);
        return JsonArray.From(Batches(items, most, bytes, input));
    }

    private static IEnumerable<JsonValue> Batches(IEnumerable<JsonValue> items, long? most, long? bytes, JsonValue? input)
    {
        var batch = new List<JsonValue>();
        foreach (var item in items)
        {
            if (batch.Count > 0 && (batch.Count >= most || Envelope(input, [.. batch, item]).Size > bytes))
            {
                yield return Envelope(input, batch);
                batch = [];
            }

            batch.Add(item);
        }

        if (batch.Count > 0)
        {
            yield return Envelope(input, batch);
        }
    }

    private static JsonObject Envelope(JsonValue? input, List<JsonValue> items) => JsonObject.Of(("BatchInput", input), ("Items", JsonArray.From(items)));
}
