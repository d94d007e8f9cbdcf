using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Expressions.Jsonata.Nodes;
using Quell.Engine.Expressions.Jsonata.Parsing;
using Quell.Engine.Expressions.Jsonata.Values;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Jsonata;

/// <summary>A JSONata expression (docs.jsonata.org), parsed once. Immutable; for any number of threads.</summary>
internal sealed class JsonataExpression
{
    private readonly Node _root;

    private JsonataExpression(Node root) => _root = root;

    /// <exception cref="JsonataException">S…: the text is no expression.</exception>
    public static JsonataExpression Parse(string text)
    {
        try
        {
            return new(NodeBuilder.Build(Resolver.Resolve(Parser.Parse(text))));
        }
        catch (InsufficientExecutionStackException)
        {
            throw Evaluation.TooDeep();
        }
    }

    /// <param name="input">C# null for none.</param>
    /// <param name="bindings">Variables by name, without the <c>$</c>.</param>
    /// <returns>C# null for undefined.</returns>
    /// <exception cref="JsonataException">It failed, or went over its limits.</exception>
    public JsonValue? Evaluate(
        JsonValue? input, IEnumerable<KeyValuePair<string, JsonValue>> bindings, JsonataFunctions functions, JsonataLimits limits,
        TimeProvider time, Random random, CancellationToken cancellationToken)
    {
        var evaluation = new Evaluation(functions, limits, time, random, cancellationToken);
        var frame = new Frame(evaluation, null);
        frame.Bind("$", Item.From(input));
        foreach (var (name, value) in bindings)
        {
            frame.Bind(name, Item.From(value));
        }

        try
        {
            return ItemJson.ToJson(Run(Item.From(input), frame));
        }
        catch (InsufficientExecutionStackException)
        {
            throw Evaluation.TooDeep();
        }
    }

    /// <summary>Evaluates inside another evaluation.</summary>
    public Item Run(Item input, Frame frame)
    {
        var context = input;
        if (input.IsArray && input.Ref is not ItemList { IsSequence: true })
        {
            var outer = new ItemList { IsSequence = true, IsOuter = true };
            outer.Add(input);
            context = outer;
        }

        return _root.Evaluate(context, frame);
    }
}
