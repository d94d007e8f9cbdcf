namespace Quell.Engine.Expressions.Jsonata;

/// <summary>An expression is wrong or failed: the only exception that parsing and evaluation let out.</summary>
/// <param name="code">The language's code: S… syntax, T… types, D… evaluation, U… limits.</param>
/// <param name="position">Characters of the text read up to the place; null where there is none.</param>
internal sealed class JsonataException(string code, string message, int? position = null) : Exception(message)
{
    public string Code { get; } = code;

    public int? Position { get; } = position;
}
