using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>Developer guide, "Intrinsics for arrays".</summary>
internal static class ArrayIntrinsics
{
    private const int LongestRange = 1_000;

    public static JsonArray Partition(JsonValue[] arguments)
    {
        var (array, size) = (Argument.Array(arguments, 0), Argument.Whole(arguments, 1));
        return size <= 0
            ? throw new IntrinsicException("The chunk size must be a positive integer")
            : JsonArray.From(array.Items.Chunk(size).Select(chunk => new JsonArray([.. chunk])));
    }

    public static JsonValue Contains(JsonValue[] arguments) => Argument.Array(arguments, 0).Items.Contains(arguments[1]);

    public static JsonArray Range(JsonValue[] arguments)
    {
        var (first, last, step) = ((long)Argument.Whole(arguments, 0), (long)Argument.Whole(arguments, 1), (long)Argument.Whole(arguments, 2));
        if (step == 0)
        {
            throw new IntrinsicException("The step of a range must not be zero");
        }

        var count = Math.Max(0, ((last - first) / step) + 1);
        count = (last - first) * Math.Sign(step) < 0 ? 0 : count;
        return count > LongestRange
            ? throw new IntrinsicException($"A range has at most {LongestRange} items, this one would have {count}")
            : JsonArray.From(Enumerable.Range(0, (int)count).Select(position => (JsonValue)(first + (position * step))));
    }

    public static JsonValue GetItem(JsonValue[] arguments)
    {
        var (array, position) = (Argument.Array(arguments, 0), Argument.Whole(arguments, 1));
        return position >= 0 && position < array.Count
            ? array[position]
            : throw new IntrinsicException($"The index {position} is out of bounds for an array of {array.Count} items");
    }
}
