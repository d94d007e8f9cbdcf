using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items;

/// <summary>What one child execution gets, and how many items that is.</summary>
internal readonly record struct ItemBatch(JsonObject Input, int Count);

/// <summary>
/// Groups items (developer guide, "ItemBatcher (Map)"). A batch's size is that of the child's whole input as compact UTF-8, with
/// <c>BatchInput</c> and all that stands between the items; it is never more than an execution's input may have.
/// </summary>
/// <param name="MaxItems">Null for as many as there is room for.</param>
/// <param name="MaxBytes">At most <see cref="LargestInput"/>.</param>
/// <param name="BatchInput">Null for none.</param>
internal sealed record ItemBatcher(int? MaxItems, int MaxBytes, JsonValue? BatchInput)
{
    /// <summary>Bytes of an execution's input (developer guide, "Step Functions service quotas": 256 KiB).</summary>
    public const int LargestInput = 262_144;

    /// <summary>Reads an <c>ItemBatcher</c> whose paths and expressions are evaluated; what is wrong is added to the mistakes.</summary>
    public static ItemBatcher Read(JsonObject batcher, string location, List<PathMistake> mistakes)
    {
        var items = Limit("MaxItemsPerBatch", int.MaxValue);
        var bytes = Limit("MaxInputBytesPerBatch", LargestInput);
        if (!batcher.Has("MaxItemsPerBatch") && !batcher.Has("MaxInputBytesPerBatch"))
        {
            mistakes.Add(new(location, "ItemBatcher must have at least one of MaxItemsPerBatch and MaxInputBytesPerBatch"));
        }

        return new(items, bytes ?? LargestInput, batcher["BatchInput"]);

        int? Limit(string field, int most)
        {
            if (batcher[field] is not { } given)
            {
                return null;
            }

            if (given is JsonNumber number && number.TryAsLong(out var value) && value > 0 && value <= most)
            {
                return (int)value;
            }

            mistakes.Add(new($"{location}/{field}", most == LargestInput
                ? $"{field} must be an integer from 1 to {LargestInput}"
                : $"{field} must be a positive integer"));
            return null;
        }
    }

    /// <summary>The batches, each made when it is asked for, in the order of the items.</summary>
    /// <exception cref="ItemReaderException">While they are enumerated: an item is larger than a batch may be.</exception>
    public IEnumerable<ItemBatch> Batch(IEnumerable<JsonValue> items)
    {
        var empty = Length(Input([]));
        var batch = new List<JsonValue>();
        var size = empty;
        foreach (var item in items)
        {
            var length = Length(item);
            if (empty + length > MaxBytes)
            {
                throw new ItemReaderException($"An item of {length} bytes does not fit in a batch of at most {MaxBytes} bytes");
            }

            if (batch.Count > 0 && (batch.Count == MaxItems || size + 1 + length > MaxBytes))
            {
                yield return new(Input(batch), batch.Count);
                batch.Clear();
                size = empty;
            }

            size += length + (batch.Count > 0 ? 1 : 0);
            batch.Add(item);
        }

        if (batch.Count > 0)
        {
            yield return new(Input(batch), batch.Count);
        }
    }

    private static int Length(JsonValue value) => value.ToUtf8().Length;

    private JsonObject Input(List<JsonValue> items) => JsonObject.Of(("BatchInput", BatchInput), ("Items", JsonArray.From(items)));
}
