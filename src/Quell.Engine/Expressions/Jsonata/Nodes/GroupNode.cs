using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Nodes;

/// <summary>An object constructor, or a grouping after an expression.</summary>
internal sealed class GroupNode((Node Key, Node Value)[] pairs) : Node
{
    public override Item Run(Item input, Frame frame) => Group(input, frame);

    public Item Group(Item input, Frame frame)
    {
        var groups = new Dictionary<string, (Item Data, int Pair)>(StringComparer.Ordinal);
        List<string> order = [];
        var isTuples = input.Ref is ItemList { IsTuples: true };
        var count = input.IsArray ? Math.Max(1, input.Count) : 1;
        for (var index = 0; index < count; index++)
        {
            var item = !input.IsArray ? input : index < input.Count ? input[index] : default;
            var inner = item.Ref is Binding row ? frame.Inner(row) : frame;
            for (var pair = 0; pair < pairs.Length; pair++)
            {
                var key = pairs[pair].Key.Evaluate(item.Ref is Binding context ? context.ContextItem : item, inner);
                if (!key.IsUndefined)
                {
                    Add(groups, order, key.Text ?? throw NotText(), item, pair);
                }
            }
        }

        var result = new ItemMap();
        frame.Evaluation.Take(64 + (32L * order.Count));
        foreach (var key in order)
        {
            var (data, pair) = groups[key];
            var inner = frame;
            if (isTuples && Reduced(data) is { } row)
            {
                (data, inner) = (row.ContextItem, frame.Inner(row));
            }

            var value = pairs[pair].Value.Evaluate(data, inner);
            if (!value.IsUndefined)
            {
                result[key] = value;
            }
        }

        return result;
    }

    private static void Add(Dictionary<string, (Item Data, int Pair)> groups, List<string> order, string key, Item item, int pair)
    {
        if (!groups.TryGetValue(key, out var group))
        {
            order.Add(key);
            groups.Add(key, (item, pair));
        }
        else if (group.Pair != pair)
        {
            throw new JsonataException("D1009", $"Multiple key definitions evaluate to same key: \"{key}\"");
        }
        else
        {
            groups[key] = (Functions.ArrayFunctions.Append(group.Data, item), pair);
        }
    }

    private static JsonataException NotText() => new("T1003", "Key in object structure must evaluate to a string");

    /// <returns>Null where there is no tuple: a group of nothing.</returns>
    private static Binding? Reduced(Item data)
    {
        if (data.Ref is Binding single)
        {
            return single;
        }

        var values = new Dictionary<string, Item>(StringComparer.Ordinal);
        for (var index = 0; index < data.Count; index++)
        {
            foreach (var (name, value) in ((Binding)data[index].Ref!).Distinct())
            {
                values[name] = values.TryGetValue(name, out var known) ? Functions.ArrayFunctions.Append(known, value) : value;
            }
        }

        Binding? row = null;
        foreach (var (name, value) in values)
        {
            row = new(name, value, row);
        }

        return row;
    }
}
