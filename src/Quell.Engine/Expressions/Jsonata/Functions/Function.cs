using Quell.Engine.Expressions.Jsonata.Nodes;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A value that can be called.</summary>
internal abstract class Function
{
    /// <summary>How many arguments it can use.</summary>
    public abstract int Arity { get; }

    /// <summary>Calls it; a tail call in it is left for <see cref="Call"/>.</summary>
    public abstract Item Apply(Item[] arguments, Item input, Frame frame);

    public Item Call(Item[] arguments, Item input, Frame frame)
    {
        var result = Apply(arguments, input, frame);
        while (result.Ref is TailCall next)
        {
            frame.Evaluation.Step();
            result = next.Call.ApplyOnce(next.Input, next.Frame);
        }

        return result;
    }

    /// <summary>Calls it back with as many of the arguments as it takes, one at least.</summary>
    public Item CallBack(Frame frame, params ReadOnlySpan<Item> arguments) =>
        Call([.. arguments[..Math.Clamp(Arity, 1, arguments.Length)]], default, frame);
}

/// <summary>A call that ends a function: made after the function has returned, so that it takes no stack.</summary>
internal sealed record TailCall(CallNode Call, Item Input, Frame Frame);

/// <summary>A function of the expression, with what surrounded it.</summary>
internal sealed class Lambda(LambdaNode node, Item input, Frame frame) : Function
{
    public override int Arity => node.Parameters.Length;

    public override Item Apply(Item[] arguments, Item context, Frame caller)
    {
        var given = node.Signature is { } signature ? signature.Validate(arguments, context, "") : arguments;
        Binding? bindings = null;
        for (var index = 0; index < node.Parameters.Length; index++)
        {
            bindings = new(node.Parameters[index], index < given.Length ? given[index] : default, bindings);
        }

        var inner = new Frame(frame.Evaluation, frame, bindings);
        return node.Body.Evaluate(input, inner);
    }
}

/// <summary>A function with some arguments given; a null is one to come.</summary>
internal sealed class PartialFunction(Function function, Item?[] given) : Function
{
    public override int Arity { get; } = given.Count(item => item is null);

    public override Item Apply(Item[] arguments, Item input, Frame frame)
    {
        var next = 0;
        return function.Apply([.. given.Select(item => item ?? (next < arguments.Length ? arguments[next++] : default))], input, frame);
    }
}

/// <summary>One function after the other.</summary>
internal sealed class ChainFunction(Function first, Function second) : Function
{
    public override int Arity => 1;

    public override Item Apply(Item[] arguments, Item input, Frame frame) =>
        second.Apply([first.Call([.. arguments.Take(1)], input, frame)], input, frame);
}

/// <summary>What a function of the library gets beside its arguments.</summary>
internal readonly record struct CallContext(Item Input, Frame Frame)
{
    public Evaluation Evaluation => Frame.Evaluation;
}

/// <summary>A function of the library.</summary>
internal sealed class Builtin(string name, string signature, Func<Item[], CallContext, Item> body, int? arity = null) : Function
{
    private readonly Signature _signature = Signature.Parse(signature, 0);

    public string Name { get; } = name;

    public override int Arity { get; } = arity ?? Signature.Parse(signature, 0).Count;

    public override Item Apply(Item[] arguments, Item input, Frame frame)
    {
        var given = _signature.Validate(arguments, input, Name);
        if (given.Length < _signature.Count)
        {
            Array.Resize(ref given, _signature.Count);
        }

        return body(given, new(input, frame));
    }
}
