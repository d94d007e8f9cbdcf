using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Compiling;

/// <summary>Compiles <c>["&gt;", 0, "&lt;=", 5]</c>, what a numeric expression holds.</summary>
internal sealed class NumericExpressionCompiler(PatternReader reader)
{
    private const string TooMany = "Too many elements in numeric expression";

    /// <summary>Compiles the list whose opening bracket has been read, through its closing bracket.</summary>
    public ValueTest Compile()
    {
        if (reader.Read() != PatternToken.String)
        {
            throw reader.Error($"Invalid member in numeric match: {reader.Text}");
        }

        var comparison = reader.Text;
        reader.Read();
        switch (comparison)
        {
            case "=":
                var value = Last("equals");
                Comparable(value);
                return new NumberTest(Encoding.UTF8.GetBytes(value));
            case "<" or "<=":
                return Range(null, openBottom: false, Last(comparison), openTop: comparison == "<");
            case ">" or ">=":
                var bottom = Number(comparison);
                return reader.Read() == PatternToken.EndArray
                    ? Range(bottom, openBottom: comparison == ">", null, openTop: false)
                    : Between(bottom, openBottom: comparison == ">");
            default:
                throw reader.Error($"Unrecognized numeric range operator: {comparison}");
        }
    }

    private string Number(string comparison) => reader.Token == PatternToken.Number
        ? reader.Text
        : throw reader.Error($"Value of {comparison} must be numeric");

    private string Last(string comparison)
    {
        var number = Number(comparison);
        return reader.Read() == PatternToken.EndArray ? number : throw reader.Error(TooMany);
    }

    private RangeTest Between(string bottom, bool openBottom)
    {
        if (reader.Token != PatternToken.String)
        {
            throw reader.Error($"Bad value in numeric range: {reader.Text}");
        }

        var comparison = reader.Text;
        if (comparison is not ("<" or "<="))
        {
            throw reader.Error($"Bad numeric range operator: {comparison}");
        }

        reader.Read();
        var top = Number(comparison);
        return reader.Read() == PatternToken.EndArray
            ? Range(bottom, openBottom, top, openTop: comparison == "<")
            : throw reader.Error("Too many terms in numeric range expression");
    }

    private RangeTest Range(string? bottom, bool openBottom, string? top, bool openTop)
    {
        var from = bottom is null ? double.NegativeInfinity : Comparable(bottom);
        var to = top is null ? double.PositiveInfinity : Comparable(top);
        return from < to
            ? new RangeTest(from, openBottom, to, openTop)
            : throw reader.Error("Bottom must be less than top");
    }

    private double Comparable(string number) => ComparableNumber.TryParse(Encoding.UTF8.GetBytes(number), out var value)
        ? value
        : throw reader.Error($"Cannot compare number : {number}");
}
