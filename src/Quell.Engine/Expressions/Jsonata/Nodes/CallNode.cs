using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Nodes;

/// <summary>A call of a function. A null argument is one that a partial application leaves open.</summary>
internal sealed class CallNode(Node procedure, Node?[] arguments, string? plainName, bool isPartial) : Node
{
    public override Item Run(Item input, Frame frame) => isPartial ? Partial(input, frame) : Target(input, frame).Call(Arguments(input, frame), input, frame);

    /// <summary>Calls with a first argument from the left of <c>~></c>.</summary>
    public Item RunWith(Item first, Item input, Frame frame) => isPartial
        ? Evaluate(input, frame).Function is { } function ? function.Call([first], input, frame) : default
        : Target(input, frame).Call([first, .. Arguments(input, frame)], input, frame);

    public Item ApplyOnce(Item input, Frame frame) => Target(input, frame).Apply(Arguments(input, frame), input, frame);

    private Function Target(Item input, Frame frame)
    {
        var target = procedure.Evaluate(input, frame);
        return target.Function
            ?? throw (target.IsUndefined && IsBuiltin(frame)
                ? new JsonataException("T1005", $"Attempted to invoke a non-function. Did you mean ${plainName}?")
                : new JsonataException("T1006", "Attempted to invoke a non-function"));
    }

    private bool IsBuiltin(Frame frame) => plainName is not null && (frame.TryFind(plainName, out _) || frame.Evaluation.Functions.Find(plainName) is not null);

    private Item[] Arguments(Item input, Frame frame)
    {
        var values = new Item[arguments.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = arguments[index]!.Evaluate(input, frame);
        }

        return values;
    }

    private Item Partial(Item input, Frame frame)
    {
        Item?[] given = [.. arguments.Select(argument => argument?.Evaluate(input, frame))];
        var target = procedure.Evaluate(input, frame);
        return target.Function is { } function ? new PartialFunction(function, given)
            : target.IsUndefined && IsBuiltin(frame)
                ? throw new JsonataException("T1007", $"Attempted to partially apply a non-function. Did you mean ${plainName}?")
                : throw new JsonataException("T1008", "Attempted to partially apply a non-function");
    }
}

internal sealed class TailCallNode(CallNode call) : Node
{
    public override Item Run(Item input, Frame frame) => new(new TailCall(call, input, frame));
}

/// <summary><c>~></c>.</summary>
internal sealed class ApplyNode(Node left, Node right, bool isCall) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var value = left.Evaluate(input, frame);
        if (isCall && right is CallNode call)
        {
            return call.RunWith(value, input, frame);
        }

        var function = right.Evaluate(input, frame).Function
            ?? throw new JsonataException("T2006", "The right side of the function application operator ~> must be a function");
        return value.Function is { } first ? new ChainFunction(first, function) : function.Call([value], default, frame);
    }
}

/// <summary><c>| where | update, delete |</c>: a function that changes a copy.</summary>
internal sealed class TransformNode(Node pattern, Node update, Node? delete) : Node
{
    public override Item Run(Item input, Frame frame) => new Builtin("transform", "<(oa):o>", (arguments, _) => Transform(arguments[0], frame));

    private Item Transform(Item item, Frame frame)
    {
        if (item.IsUndefined)
        {
            return default;
        }

        var copy = Copy(item, frame.Evaluation);
        var matches = pattern.Evaluate(copy, frame);
        for (var index = 0; index < (matches.IsArray ? matches.Count : matches.IsUndefined ? 0 : 1); index++)
        {
            Change(matches.IsArray ? matches[index] : matches, frame);
        }

        return copy;
    }

    private void Change(Item match, Frame frame)
    {
        var values = update.Evaluate(match, frame);
        if (!values.IsUndefined && !values.IsObject)
        {
            throw new JsonataException("T2011", "The insert/update clause of the transform expression must evaluate to an object");
        }

        var target = match.Ref as ItemMap;
        foreach (var (name, value) in Members.Of(values))
        {
            target?[name] = value;
        }

        var deletions = delete?.Evaluate(match, frame) ?? default;
        for (var index = 0; index < (deletions.IsArray ? deletions.Count : deletions.IsUndefined ? 0 : 1); index++)
        {
            var name = (deletions.IsArray ? deletions[index] : deletions).Text
                ?? throw new JsonataException("T2012", "The delete clause of the transform expression must evaluate to a string or array of strings");
            target?.Remove(name);
        }
    }

    private static Item Copy(Item item, Evaluation evaluation)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        evaluation.Take(32);
        if (item.IsArray)
        {
            var list = new ItemList();
            for (var index = 0; index < item.Count; index++)
            {
                list.Add(Copy(item[index], evaluation));
            }

            return list;
        }

        if (!item.IsObject)
        {
            return item;
        }

        var map = new ItemMap();
        foreach (var (name, value) in Members.Of(item))
        {
            map[name] = Copy(value, evaluation);
        }

        return map;
    }
}
