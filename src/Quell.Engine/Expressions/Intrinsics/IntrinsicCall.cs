using System.Collections.Immutable;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>A compiled call of an intrinsic function.</summary>
/// <param name="Text">The call as it was written.</param>
/// <param name="Function">What is called.</param>
/// <param name="Arguments">As many as the function takes.</param>
internal sealed record IntrinsicCall(string Text, IntrinsicFunction Function, ImmutableArray<IntrinsicArgument> Arguments)
{
    /// <exception cref="PathException">An argument's path leads nowhere, or the function cannot be applied.</exception>
    public JsonValue Evaluate(PathScope scope)
    {
        var arguments = new JsonValue[Arguments.Length];
        try
        {
            for (var position = 0; position < arguments.Length; position++)
            {
                arguments[position] = Evaluate(Arguments[position], scope);
            }

            return PathException.Bounded(Function.Apply(arguments, scope));
        }
        catch (IntrinsicException wrong)
        {
            throw new PathException(PathException.IntrinsicFailure, $"The function '{Text}' had the following error: {wrong.Message}");
        }
    }

    private JsonValue Evaluate(IntrinsicArgument argument, PathScope scope) => argument switch
    {
        IntrinsicArgument.Literal(var value) => value,
        IntrinsicArgument.Nested(var call) => call.Evaluate(scope),
        IntrinsicArgument.Path(var path) => path.Find(scope) ?? throw new PathException(
            PathException.Runtime,
            $"The function '{Text}' had the following error: The JsonPath argument for the field '{path.Text}' could not be found in the input '{PathException.Shown(path.RootOf(scope))}'"),
        IntrinsicArgument.OpenEscape => throw new IntrinsicException("A text has an open escape backslash; there are \\', \\{, \\} and \\\\"),
        _ => JsonValue.Null,
    };
}

/// <summary>An argument of a call.</summary>
internal abstract record IntrinsicArgument
{
    private IntrinsicArgument()
    {
    }

    public sealed record Literal(JsonValue Value) : IntrinsicArgument;

    public sealed record Path(JsonPath Value) : IntrinsicArgument;

    public sealed record Nested(IntrinsicCall Value) : IntrinsicArgument;

    /// <summary>A text with a backslash that escapes nothing, which fails when it is evaluated and not before.</summary>
    public sealed record OpenEscape : IntrinsicArgument;
}
