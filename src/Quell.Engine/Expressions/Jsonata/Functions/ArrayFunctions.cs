using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>"Array functions".</summary>
internal static class ArrayFunctions
{
    public static Builtin[] All { get; } =
    [
        new("count", "<a:n>", (a, _) => a[0].IsUndefined ? 0 : a[0].Count),
        new("append", "<xx:a>", (a, context) => Append(a[0], a[1], context.Evaluation)),
        new("reverse", "<a:a>", (a, context) => Reversed(a[0], context.Evaluation)),
        new("shuffle", "<a:a>", (a, context) => Shuffled(a[0], context.Evaluation)),
        new("distinct", "<x:x>", (a, context) => Distinct(a[0], context.Evaluation)),
        new("zip", "<a+>", (a, context) => Zip(a, context.Evaluation), arity: 0),
        new("exists", "<x:b>", (a, _) => !a[0].IsUndefined),
        new("sort", "<af?:a>", Sort),
    ];

    public static Item Append(Item first, Item second, Evaluation? evaluation = null)
    {
        if (first.IsUndefined || second.IsUndefined)
        {
            return first.IsUndefined ? second : first;
        }

        evaluation?.Take(32 + (16L * (first.Count + second.Count)));
        var list = new ItemList();
        list.AddFlat(first);
        list.AddFlat(second);
        return list;
    }

    private static ItemList Copy(Item array, Evaluation evaluation)
    {
        evaluation.Take(32 + (16L * array.Count));
        var list = new ItemList();
        list.AddFlat(array);
        return list;
    }

    private static Item Reversed(Item array, Evaluation evaluation)
    {
        if (array.IsUndefined || array.Count <= 1)
        {
            return array;
        }

        var list = Copy(array, evaluation);
        for (var index = 0; index < list.Count; index++)
        {
            list[index] = array[list.Count - 1 - index];
        }

        return list;
    }

    private static Item Shuffled(Item array, Evaluation evaluation)
    {
        if (array.IsUndefined || array.Count <= 1)
        {
            return array;
        }

        var list = Copy(array, evaluation);
        for (var index = list.Count - 1; index > 0; index--)
        {
            var other = evaluation.Random.Next(index + 1);
            (list[index], list[other]) = (list[other], list[index]);
        }

        return list;
    }

    private static Item Distinct(Item array, Evaluation evaluation)
    {
        if (!array.IsArray || array.Count <= 1)
        {
            return array;
        }

        var list = new ItemList { IsSequence = array.Ref is ItemList { IsSequence: true } };
        for (var index = 0; index < array.Count; index++)
        {
            var known = false;
            for (var at = 0; at < list.Count && !known; at++)
            {
                evaluation.Step();
                known = ItemEquality.Equal(list[at], array[index]);
            }

            if (!known)
            {
                list.Add(array[index]);
            }
        }

        return list;
    }

    private static Item Zip(Item[] arrays, Evaluation evaluation)
    {
        var rows = new ItemList();
        var count = arrays.Length == 0 ? 0 : arrays.Min(array => array.Count);
        evaluation.Take(48L * count * arrays.Length);
        for (var index = 0; index < count; index++)
        {
            var row = new ItemList(arrays.Length);
            foreach (var array in arrays)
            {
                row.Add(array[index]);
            }

            rows.Add(row);
        }

        return rows;
    }

    private static Item Sort(Item[] a, CallContext context)
    {
        if (a[0].IsUndefined || a[0].Count <= 1)
        {
            return a[0];
        }

        var list = Copy(a[0], context.Evaluation);
        if (a[1].Function is { } comparator)
        {
            list.Sort((x, y) => comparator.CallBack(context.Frame, x, y).IsTrue() ? 1 : 0);
            return list;
        }

        var kind = list[0].Symbol;
        foreach (var item in list.Span)
        {
            if (kind is not ('n' or 's') || item.Symbol != kind)
            {
                throw new JsonataException("D3070", "The single argument form of the sort function can only be applied to an array of strings or an array of numbers. Use the second argument to specify a comparison function");
            }
        }

        list.Sort(kind == 'n' ? (x, y) => x.Number.CompareTo(y.Number) : (x, y) => string.CompareOrdinal(x.Text, y.Text));
        return list;
    }
}
