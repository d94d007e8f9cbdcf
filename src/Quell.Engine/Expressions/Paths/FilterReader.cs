using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>Reads the conditions of filters: <c>!</c> binds before <c>&amp;&amp;</c>, that before <c>||</c>.</summary>
internal static class FilterReader
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);

    // A longer one comes before one that it begins with.
    private static readonly (string Token, FilterOperator Operator)[] Symbols =
    [
        ("===", FilterOperator.Equal), ("!==", FilterOperator.NotEqual), ("==", FilterOperator.Equal), ("!=", FilterOperator.NotEqual),
        ("<=", FilterOperator.LessOrEqual), (">=", FilterOperator.GreaterOrEqual), ("=~", FilterOperator.Matches),
        ("<", FilterOperator.Less), (">", FilterOperator.Greater),
    ];

    public static PathFilter Read(TextCursor cursor, int depth)
    {
        var parts = ImmutableArray.Create(ReadAnd(cursor, depth));
        while (cursor.TakeAfterSpace("||"))
        {
            parts = parts.Add(ReadAnd(cursor, depth));
        }

        return parts.Length == 1 ? parts[0] : new PathFilter.Or(parts);
    }

    /// <summary>Reads a literal, a path or a regular expression.</summary>
    public static FilterOperand ReadOperand(TextCursor cursor, int depth)
    {
        cursor.SkipSpace();
        return cursor.Current switch
        {
            '@' or '$' => new FilterOperand.Path(PathReader.ReadInside(cursor, depth)),
            '/' => new FilterOperand.Pattern(ReadPattern(cursor)),
            _ => new FilterOperand.Literal(LiteralReader.Read(cursor, depth)),
        };
    }

    private static PathFilter ReadAnd(TextCursor cursor, int depth)
    {
        var parts = ImmutableArray.Create(ReadUnary(cursor, depth));
        while (cursor.TakeAfterSpace("&&"))
        {
            parts = parts.Add(ReadUnary(cursor, depth));
        }

        return parts.Length == 1 ? parts[0] : new PathFilter.And(parts);
    }

    private static PathFilter ReadUnary(TextCursor cursor, int depth)
    {
        if (depth > PathReader.MaxDepth)
        {
            throw cursor.Wrong($"Conditions are inside each other more than {PathReader.MaxDepth} times");
        }

        if (cursor.TakeAfterSpace("!"))
        {
            return new PathFilter.Not(ReadUnary(cursor, depth + 1));
        }

        if (!cursor.Take("("))
        {
            return ReadComparison(cursor, depth);
        }

        var inner = Read(cursor, depth + 1);
        cursor.Expect(")");
        return inner;
    }

    private static PathFilter ReadComparison(TextCursor cursor, int depth)
    {
        var left = ReadOperand(cursor, depth + 1);
        if (ReadOperator(cursor) is { } comparison)
        {
            var hasRight = comparison != FilterOperator.Empty || (cursor.Current is not ')' and not ']' and not '&' and not '|');
            return new PathFilter.Compare(left, comparison, hasRight ? ReadOperand(cursor, depth + 1) : new FilterOperand.Literal(JsonBoolean.Of(true)));
        }

        return left is FilterOperand.Path(var path)
            ? new PathFilter.Exists(path)
            : throw cursor.Unexpected("an operator");
    }

    private static FilterOperator? ReadOperator(TextCursor cursor)
    {
        cursor.SkipSpace();
        foreach (var (token, symbol) in Symbols)
        {
            if (cursor.Take(token))
            {
                return symbol;
            }
        }

        var start = cursor.Position;
        var word = cursor.ReadWord();
        FilterOperator? named = word.ToUpperInvariant() switch
        {
            "IN" => FilterOperator.In,
            "NIN" => FilterOperator.NotIn,
            "SUBSETOF" => FilterOperator.SubsetOf,
            "ANYOF" => FilterOperator.AnyOf,
            "NONEOF" => FilterOperator.NoneOf,
            "CONTAINS" => FilterOperator.Contains,
            "SIZE" => FilterOperator.Size,
            "EMPTY" => FilterOperator.Empty,
            _ => null,
        };
        cursor.SkipSpace();
        if (named is null && word.Length > 0)
        {
            cursor.Position = start;
            throw cursor.Wrong($"There is no operator {word}");
        }

        return named;
    }

    /// <summary>Reads <c>/pattern/flags</c>. It is to match the whole text, as Java's <c>matches</c> does.</summary>
    private static Regex ReadPattern(TextCursor cursor)
    {
        var start = ++cursor.Position;
        while (!cursor.IsAtEnd && cursor.Current != '/')
        {
            cursor.Position += cursor.Current == '\\' ? 2 : 1;
        }

        if (cursor.IsAtEnd)
        {
            cursor.Position = start;
            throw cursor.Wrong("The regular expression has no end");
        }

        var pattern = $@"\A(?:{cursor.Text[start..cursor.Position]})\z";
        cursor.Position++;
        var options = RegexOptions.CultureInvariant;
        foreach (var flag in cursor.ReadWord())
        {
            options |= flag switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                'u' or 'd' or 'U' => RegexOptions.None,
                _ => throw cursor.Wrong($"Regular expressions have no flag {flag}"),
            };
        }

        return Compile(cursor, pattern, options);
    }

    private static Regex Compile(TextCursor cursor, string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Look-around and the like need backtracking, and that a limit.
            return new Regex(pattern, options, LongestMatch);
        }
        catch (ArgumentException wrong)
        {
            throw cursor.Wrong($"The regular expression is not valid: {wrong.Message}");
        }
    }
}
