using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Parsing;

internal enum TokenKind
{
    End, Name, Variable, String, Number, Value, Operator, Regex,
}

/// <summary>A token; <paramref name="Id"/> is the operator's text, or the kind's own name in parentheses.</summary>
internal sealed record Token(TokenKind Kind, string Id, Item Value, int Position, string Flags = "")
{
    public string Text => Value.Text ?? (Value.IsNumber ? NumberText.Of(Value.Number) : Id);
}
