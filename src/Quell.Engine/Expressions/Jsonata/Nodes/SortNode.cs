using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Nodes;

/// <summary><c>^(…)</c>, a step of a path.</summary>
internal sealed class SortNode((Node Key, bool IsDescending)[] terms) : Node
{
    public override Item Run(Item input, Frame frame) => Sort(input, frame);

    public Item Sort(Item input, Frame frame)
    {
        if (!input.IsArray || input.Count <= 1)
        {
            return input;
        }

        var rows = new ItemList { IsTuples = input.Ref is ItemList { IsTuples: true } };
        rows.AddFlat(input);
        frame.Evaluation.Take(48L * rows.Count);
        rows.Sort((a, b) => Compare(a, b, frame));
        return rows;
    }

    private int Compare(Item a, Item b, Frame frame)
    {
        foreach (var (key, isDescending) in terms)
        {
            var order = Compare(Key(key, a, frame), Key(key, b, frame), isDescending);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static Item Key(Node key, Item item, Frame frame) => item.Ref is Binding row
        ? key.Evaluate(row.ContextItem, frame.Inner(row))
        : key.Evaluate(item, frame);

    private static int Compare(Item a, Item b, bool isDescending)
    {
        if (a.IsUndefined || b.IsUndefined)
        {
            return a.IsUndefined == b.IsUndefined ? 0 : a.IsUndefined ? 1 : -1;
        }

        if (a.Symbol is not ('s' or 'n') || b.Symbol is not ('s' or 'n'))
        {
            throw new JsonataException("T2008", "The expressions within an order-by clause must evaluate to numeric or string values");
        }

        if (a.Symbol != b.Symbol)
        {
            throw new JsonataException("T2007", "Type mismatch when comparing values in order-by clause");
        }

        var order = a.Text is { } text ? string.CompareOrdinal(text, b.Text) : a.Number.CompareTo(b.Number);
        return isDescending ? -order : order;
    }
}
