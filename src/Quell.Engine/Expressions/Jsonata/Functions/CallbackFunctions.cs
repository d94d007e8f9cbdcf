using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>"Higher order functions".</summary>
internal static class CallbackFunctions
{
    public static Builtin[] All { get; } =
    [
        new("map", "<af>", (a, context) => Each(a[0], (item, index, found) => AddTo(found, a[1].Function!.CallBack(context.Frame, item, index, a[0])))),
        new("filter", "<af>", (a, context) => Each(a[0], (item, index, found) =>
        {
            if (a[1].Function!.CallBack(context.Frame, item, index, a[0]).IsTrue())
            {
                found.Add(item);
            }
        })),
        new("single", "<af?>", Single),
        new("reduce", "<afj?:j>", Reduce),
        new("each", "<o-f:a>", (a, context) =>
        {
            var found = ItemList.Sequence();
            foreach (var (name, value) in Members.Of(a[0]))
            {
                AddTo(found, a[1].Function!.CallBack(context.Frame, value, name, a[0]));
            }

            return found;
        }),
        new("sift", "<o-f?:o>", Sift),
    ];

    private static Item Each(Item array, Action<Item, int, ItemList> body)
    {
        if (array.IsUndefined)
        {
            return default;
        }

        var found = ItemList.Sequence();
        for (var index = 0; index < array.Count; index++)
        {
            body(array[index], index, found);
        }

        return found;
    }

    private static void AddTo(ItemList found, Item item)
    {
        if (!item.IsUndefined)
        {
            found.Add(item);
        }
    }

    private static Item Single(Item[] a, CallContext context)
    {
        if (a[0].IsUndefined)
        {
            return default;
        }

        Item result = default;
        var count = 0;
        for (var index = 0; index < a[0].Count; index++)
        {
            var item = a[0][index];
            if (a[1].Function is not { } function || function.CallBack(context.Frame, item, index, a[0]).IsTrue())
            {
                result = ++count == 1 ? item : throw new JsonataException("D3138", "The $single() function expected exactly 1 matching result. Instead it matched more");
            }
        }

        return count == 1 ? result : throw new JsonataException("D3139", "The $single() function expected exactly 1 matching result. Instead it matched 0");
    }

    private static Item Reduce(Item[] a, CallContext context)
    {
        if (a[0].IsUndefined)
        {
            return default;
        }

        var function = a[1].Function!;
        if (function.Arity < 2)
        {
            throw new JsonataException("D3050", "The second argument of reduce function must be a function with at least two arguments");
        }

        var hasStart = !a[2].IsUndefined || a[0].Count == 0;
        var result = hasStart ? a[2] : a[0][0];
        for (var index = hasStart ? 0 : 1; index < a[0].Count; index++)
        {
            result = function.CallBack(context.Frame, result, a[0][index], index, a[0]);
        }

        return result;
    }

    private static Item Sift(Item[] a, CallContext context)
    {
        var map = new ItemMap();
        foreach (var (name, value) in Members.Of(a[0]))
        {
            if (a[1].Function is { } function && function.CallBack(context.Frame, value, name, a[0]).IsTrue())
            {
                map[name] = value;
            }
        }

        return map.Count == 0 ? default : (Item)map;
    }
}
