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
    /// <param name="variables">By name, without the <c>$</c>.</param>
    /// <returns>C# null for undefined.</returns>
    /// <exception cref="JsonataException">It failed, or went over its limits.</exception>
    public JsonValue? Evaluate(
        JsonValue? input, JsonObject variables, JsonataFunctions functions, JsonataLimits limits, JsonataSources sources, CancellationToken cancellationToken)
    {
        var item = Item.From(input);
        var frame = new Frame(new(variables, functions, limits, sources, cancellationToken), null, new("$", item, null));
        try
        {
            return ItemJson.ToJson(Run(item, frame));
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
