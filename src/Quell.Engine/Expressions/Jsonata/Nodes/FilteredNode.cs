using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Nodes;

/// <summary>What is no path, with predicates, a grouping or a mark that singletons stay arrays.</summary>
internal sealed class FilteredNode(Node inner, Node[] predicates, GroupNode? group, bool keepsArray) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var result = inner.Run(input, frame);
        foreach (var predicate in predicates)
        {
            result = Filter(predicate, result, frame);
        }

        if (group is not null)
        {
            result = group.Group(result, frame);
        }

        if (keepsArray && result.Ref is ItemList { IsSequence: true, IsTuples: false } sequence)
        {
            sequence.KeepsSingleton = true;
        }

        return result;
    }

    /// <summary>The items that a predicate lets through: those at its number or numbers, or those it is true for.</summary>
    public static Item Filter(Node predicate, Item input, Frame frame)
    {
        var tuples = input.Ref is ItemList { IsTuples: true };
        var results = new ItemList { IsSequence = true, IsTuples = tuples };
        var count = input.IsArray ? input.Count : 1;
        if (predicate is LiteralNode { Value.IsNumber: true } literal)
        {
            return At(input, count, literal.Value.Number, results);
        }

        if (predicate is VariableNode { Name.Length: > 0 } && !tuples && count > 0)
        {
            // The same for every item.
            var value = predicate.Evaluate(default, frame);
            if (value.IsNumber && Numbers.IsNumeric(value))
            {
                var position = Index(value.Number, count);
                if (position >= 0 && position < count)
                {
                    results.Add(input.IsArray ? input[(int)position] : input);
                }

                return results;
            }
        }

        for (var index = 0; index < count; index++)
        {
            var item = input.IsArray ? input[index] : input;
            var result = item.Ref is Binding row
                ? predicate.Evaluate(row.ContextItem, frame.Inner(row))
                : predicate.Evaluate(item, frame);
            if (Selects(result, index, count))
            {
                results.Add(item);
            }
        }

        return results;
    }

    private static Item At(Item input, int count, double number, ItemList results)
    {
        var index = Index(number, count);
        if (index < 0 || index >= count)
        {
            return results;
        }

        var item = input.IsArray ? input[(int)index] : input;
        if (item.IsArray)
        {
            return item;
        }

        if (!item.IsUndefined)
        {
            results.Add(item);
        }

        return results;
    }

    private static double Index(double number, int count) => Math.Floor(number) is var index && index < 0 ? count + index : index;

    private static bool Selects(Item result, int index, int count)
    {
        if (Numbers.IsNumeric(result))
        {
            return Index(result.Number, count) == index;
        }

        if (!result.IsArray || !AreNumbers(result))
        {
            return result.IsTrue();
        }

        for (var at = 0; at < result.Count; at++)
        {
            if (Index(result[at].Number, count) == index)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreNumbers(Item array)
    {
        if (array.Ref is ItemRange)
        {
            return true;
        }

        for (var at = 0; at < array.Count; at++)
        {
            if (!Numbers.IsNumeric(array[at]))
            {
                return false;
            }
        }

        return array.Count > 0;
    }
}
