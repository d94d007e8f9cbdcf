using Quell.Engine.Expressions.Intrinsics;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>What a template's <c>.$</c> member, an ErrorPath or a CausePath holds: a path or a call of an intrinsic function.</summary>
internal abstract record PathExpression
{
    private PathExpression()
    {
    }

    /// <exception cref="PathSyntaxException">It is neither.</exception>
    public static PathExpression Parse(string text) => text.StartsWith('$') ? new Path(JsonPath.Parse(text))
        : text.StartsWith("States.", StringComparison.Ordinal) ? new Call(IntrinsicReader.ReadWhole(text))
        : throw new PathSyntaxException("A path begins with '$', a call of an intrinsic function with 'States.'", 1);

    /// <param name="scope">What it sees.</param>
    /// <param name="field">The name of the field that it stands in, for the error's cause.</param>
    /// <exception cref="PathException">It has no value.</exception>
    public JsonValue Evaluate(PathScope scope, string field) => this switch
    {
        Path(var path) => path.Read(scope, field),
        Call(var call) => call.Evaluate(scope),
        _ => JsonValue.Null,
    };

    public sealed record Path(JsonPath Value) : PathExpression;

    public sealed record Call(IntrinsicCall Value) : PathExpression;
}
