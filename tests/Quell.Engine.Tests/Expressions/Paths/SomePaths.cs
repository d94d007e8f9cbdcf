using Quell.Engine.Expressions.Intrinsics;

namespace Quell.Engine.Tests.Expressions.Paths;

/// <summary>Random paths and calls on the names of <see cref="Rules.SomeJson"/>.</summary>
internal sealed class SomePaths(Random random)
{
    private static readonly string[] Plain = [".a", ".b", ".c", "['a.b']", "[\"d\"]", "[0]", "[-1]"];
    private static readonly string[] Wide = [".*", "[*]", "..a", "..*", "..[0]", "[0:2]", "[:-1]", "[1:]", "[0,1]", "['a','b']"];
    private static readonly string[] Ends = [".length()", ".sum()", ".min()", ".keys()", ".first()", ".index(1)", ".append('x', $.a)", ".concat('y')"];
    private static readonly string[] Operators = ["==", "!=", "<", "<=", ">", ">=", "in", "nin", "subsetof", "anyof", "noneof", "contains", "size", "empty"];
    private static readonly string[] Literals = ["1", "-0.5", "'x'", "\"xy\"", "true", "null", "['x', 1, [null]]", "{'a': 1}", "''"];

    public string Expression(int depth) => random.Next(2) == 0 ? Path(Root(), depth) : Call(depth);

    public string Path(string root, int depth)
    {
        var path = root + string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5) switch
        {
            0 or 1 or 2 => Pick(Plain),
            3 => Pick(Wide),
            _ => depth <= 0 ? Pick(Plain) : $"[?({Condition(depth - 1)})]",
        }));
        return random.Next(8) == 0 ? path + Pick(Ends) : path;
    }

    /// <summary>Steps that a reference path may have.</summary>
    public string PlainSteps() => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pick(Plain)));

    private string Condition(int depth) => (depth <= 0 ? random.Next(3) : random.Next(6)) switch
    {
        0 => Path("@", depth - 1),
        1 or 2 => $"{Operand(depth)} {Pick(Operators)} {Operand(depth)}",
        3 => $"{Condition(depth - 1)} && {Condition(depth - 1)} || {Condition(depth - 1)}",
        4 => $"!({Condition(depth - 1)})",
        _ => $"{Path("@", depth - 1)} =~ /(x|.*y)+/i",
    };

    private string Operand(int depth) => random.Next(3) switch
    {
        0 => Pick(Literals),
        1 => Path("$", depth - 1),
        _ => Path("@", depth - 1),
    };

    private string Call(int depth)
    {
        var function = IntrinsicFunction.Find(IntrinsicFunction.Names[random.Next(IntrinsicFunction.Names.Length)])!;
        var count = random.Next(function.Least, Math.Min(function.Most, function.Least + 3) + 1);
        return $"{function.Name}({string.Join(", ", Enumerable.Range(0, count).Select(_ => Argument(depth)))})";
    }

    private string Argument(int depth) => random.Next(6) switch
    {
        0 => "'a{}b'",
        1 => random.Next(-3, 30).ToString(System.Globalization.CultureInfo.InvariantCulture),
        2 => "false",
        3 when depth > 0 => Call(depth - 1),
        _ => Path(Root(), depth - 1),
    };

    private string Root() => random.Next(6) switch
    {
        0 => "$$",
        1 => "$a",
        _ => "$",
    };

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
