using Quell.Engine.Expressions.Jsonata.Values;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>"Object functions", but for those that call back.</summary>
internal static class ObjectFunctions
{
    public static Builtin[] All { get; } =
    [
        new("keys", "<x-:a<s>>", (a, _) => Keys(a[0])),
        new("lookup", "<x-s:x>", (a, _) => a[1].Text is { } name ? Members.Lookup(a[0], name) : default),
        new("spread", "<x-:a<o>>", (a, context) => Spread(a[0], context.Evaluation)),
        new("merge", "<a<o>:o>", (a, context) => Merge(a[0], context.Evaluation)),
        new("type", "<x:s>", (a, _) => Kind(a[0])),
        new("error", "<s?:x>", (a, _) => throw new JsonataException("D3137", a[0].Text ?? "$error() function evaluated")),
        new("assert", "<bs?:x>", (a, _) => a[0].IsTrue() ? default : throw new JsonataException("D3141", a[1].Text ?? "$assert() statement failed")),
        new("eval", "<sx?:x>", Eval),
    ];

    private static Item Keys(Item item)
    {
        var names = ItemList.Sequence();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < (item.IsArray ? item.Count : 1); index++)
        {
            var keys = item.IsArray ? Keys(item[index]) : default;
            for (var at = 0; at < keys.Count; at++)
            {
                Add(keys[at].Text!);
            }
        }

        foreach (var (name, _) in Members.Of(item))
        {
            Add(name);
        }

        return names;

        void Add(string name)
        {
            if (seen.Add(name))
            {
                names.Add(name);
            }
        }
    }

    private static Item Spread(Item item, Evaluation evaluation)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!item.IsArray && !item.IsObject)
        {
            return item.Function is null ? item : "";
        }

        var result = ItemList.Sequence();
        for (var index = 0; index < item.Count; index++)
        {
            result.AddFlat(Spread(item[index], evaluation));
        }

        foreach (var (name, value) in Members.Of(item))
        {
            evaluation.Take(80);
            var map = new ItemMap();
            map[name] = value;
            result.Add(map);
        }

        return result;
    }

    private static Item Merge(Item objects, Evaluation evaluation)
    {
        if (objects.IsUndefined)
        {
            return default;
        }

        var map = new ItemMap();
        for (var index = 0; index < objects.Count; index++)
        {
            foreach (var (name, value) in Members.Of(objects[index]))
            {
                evaluation.Take(32);
                map[name] = value;
            }
        }

        return map;
    }

    private static Item Kind(Item item) => item.Symbol switch
    {
        'm' => default,
        'l' => "null",
        'n' => "number",
        's' => "string",
        'b' => "boolean",
        'a' => "array",
        'f' => "function",
        _ => "object",
    };

    private static Item Eval(Item[] a, CallContext context)
    {
        if (a[0].Text is not { } text)
        {
            return default;
        }

        JsonataExpression expression;
        try
        {
            expression = JsonataExpression.Parse(text);
        }
        catch (JsonataException wrong)
        {
            throw new JsonataException("D3120", $"Syntax error in expression passed to function eval: {wrong.Message}");
        }

        try
        {
            return expression.Run(a[1].IsUndefined ? context.Input : a[1], context.Frame);
        }
        catch (JsonataException failure) when (failure.Code is not ("U1001" or "U1002"))
        {
            throw new JsonataException("D3121", $"Dynamic error evaluating the expression passed to function eval: {failure.Message}");
        }
    }
}
