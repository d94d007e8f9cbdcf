namespace Quell.Engine.Tests.Expressions.Jsonata;

/// <summary>Random JSONata expressions on the names of <see cref="Rules.SomeJson"/>, most of them well formed.</summary>
internal sealed class SomeExpressions(Random random)
{
    private static readonly string[] Names = ["a", "b", "c", "`a.b`", "d", "*", "**", "%", "$", "$$", "$x", "$y"];
    private static readonly string[] Literals = ["0", "1", "-1", "2.5", "1e300", "'x'", "\"a b\"", "''", "true", "false", "null", "[]", "{}", "[1..3]", "/a|b+/", "/(x)?/i", "'[Y]-[M]'", "'#,##0.0'"];
    private static readonly string[] Operators = ["+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "&", " and ", " or ", " in ", "~>", "?:", "??", ".", "."];
    private static readonly string[] Functions =
    [
        "string", "length", "substring", "substringBefore", "uppercase", "trim", "pad", "contains", "split", "join", "match", "replace", "base64encode", "base64decode",
        "encodeUrlComponent", "decodeUrl", "number", "abs", "floor", "round", "power", "sqrt", "formatNumber", "formatBase", "formatInteger", "parseInteger", "sum", "max",
        "average", "boolean", "not", "exists", "count", "append", "sort", "reverse", "shuffle", "distinct", "zip", "keys", "lookup", "spread", "merge", "sift", "each", "error",
        "assert", "type", "now", "fromMillis", "toMillis", "map", "filter", "single", "reduce", "eval", "random",
    ];

    public string Expression(int depth) => depth <= 0 ? Leaf() : random.Next(16) switch
    {
        0 or 1 => $"{Expression(depth - 1)}{Pick(Operators)}{Expression(depth - 1)}",
        2 => $"{Expression(depth - 1)}[{Expression(depth - 1)}]",
        3 or 4 or 5 => $"${Pick(Functions)}({List(depth - 1, 3)})",
        6 => $"({string.Join(';', Many(3, () => $"{(random.Next(2) == 0 ? "$x := " : "")}{Expression(depth - 1)}"))})",
        7 => $"[{List(depth - 1, 3)}]",
        8 => $"{{{string.Join(',', Many(3, () => $"{(random.Next(4) == 0 ? Expression(depth - 1) : $"'k{random.Next(3)}'")}: {Expression(depth - 1)}"))}}}",
        9 => $"function($x, $y){{{Expression(depth - 1)}}}",
        10 => $"({Expression(depth - 1)} ? {Expression(depth - 1)} : {Expression(depth - 1)})",
        11 => $"{Expression(depth - 1)}^({(random.Next(2) == 0 ? ">" : "")}{Expression(depth - 1)})",
        12 => $"{Pick(Names)}{Pick(["@$x", "#$x", "[]", "{a: b}"])}.{Expression(depth - 1)}",
        13 => $"({Expression(depth - 1)} ~> |{Expression(depth - 1)}|{Expression(depth - 1)}|)",
        14 => $"(function($x){{{Expression(depth - 1)}}})({Expression(depth - 1)})",
        _ => $"({Expression(depth - 1)})",
    };

    /// <summary>Pieces of expressions in any order.</summary>
    public string Garbage() => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(4) switch
    {
        0 => Pick(Names),
        1 => Pick(Literals),
        2 => Pick(Operators),
        _ => Pick(["(", ")", "[", "]", "{", "}", ",", ";", ":", ":=", "?", "|", "^(", "@", "#", "/", "'", "`", "function", "λ", "<", "/*", "\\", "!", "\ud800", " "]),
    }));

    private string Leaf() => random.Next(3) == 0 ? Pick(Literals) : random.Next(4) == 0 ? $"${Pick(Functions)}" : Pick(Names);

    private string List(int depth, int most) => string.Join(',', Many(most, () => random.Next(10) == 0 ? "?" : Expression(depth)));

    private IEnumerable<string> Many(int most, Func<string> one) => Enumerable.Range(0, random.Next(most + 1)).Select(_ => one());

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
