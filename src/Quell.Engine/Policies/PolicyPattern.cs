using System.Diagnostics;
using System.Text;

namespace Quell.Engine.Policies;

/// <summary>How the text of a pattern is read.</summary>
[Flags]
internal enum PatternStyle
{
    Literal = 0,

    /// <summary><c>*</c> is any characters and <c>?</c> is one.</summary>
    Wildcards = 1,

    /// <summary><c>${key}</c> is the key's value.</summary>
    Variables = 2,
    IgnoreCase = 4,
}

/// <summary>
/// A text of a policy that values are held against, read once (IAM User Guide, "IAM JSON policy elements: Resource" and
/// "IAM policy elements: Variables and tags"). A variable of a key that is not known, and has no default, makes it fit nothing.
/// Matching takes time proportional to the product of both lengths at most, and allocates only where there are variables.
/// </summary>
internal sealed class PolicyPattern
{
    // Code points that are no characters stand for the wildcards, so that a star from a variable's value stays a star.
    private const char Any = '\uFFFF';
    private const char One = '\uFFFE';

    private readonly string _text;
    private readonly PolicyVariable[] _variables;
    private readonly Shape _shape;
    private readonly StringComparison _comparison;

    private PolicyPattern(string text, PolicyVariable[] variables, PatternStyle style)
    {
        (_text, _variables) = (text, variables);
        _comparison = style.HasFlag(PatternStyle.IgnoreCase) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var wildcard = text.AsSpan().IndexOfAny(Any, One);
        _shape = variables.Length > 0 ? Shape.General
            : wildcard < 0 ? Shape.Exact
            : text[wildcard] == Any && wildcard == text.Length - 1 ? Shape.Prefix
            : Shape.General;
    }

    private enum Shape
    {
        Exact,
        Prefix,
        General,
    }

    /// <summary>Reads a text; every text is a pattern.</summary>
    public static PolicyPattern Of(string text, PatternStyle style = PatternStyle.Wildcards)
    {
        var read = new StringBuilder(text.Length);
        var variables = new List<PolicyVariable>();
        for (var position = 0; position < text.Length; position++)
        {
            var found = style.HasFlag(PatternStyle.Variables) && text[position] == '$' ? PolicyVariable.Read(text, position) : null;
            if (found is { } variable)
            {
                position = variable.End - 1;
                if (variable.Literal is { } literal)
                {
                    read.Append(literal);
                }
                else
                {
                    variables.Add(variable with { At = read.Length });
                }
            }
            else
            {
                read.Append(style.HasFlag(PatternStyle.Wildcards) ? Mark(text[position]) : text[position]);
            }
        }

        return new(read.ToString(), [.. variables], style);
    }

    public bool Matches(string value, PolicyContext? context = null) => _shape switch
    {
        Shape.Exact => value.Equals(_text, _comparison),
        Shape.Prefix => value.AsSpan().StartsWith(_text.AsSpan(0, _text.Length - 1), _comparison),
        Shape.General => (_variables.Length == 0 ? _text : Filled(context)) is { } pattern && Fits(pattern, value, _comparison),
        _ => throw new UnreachableException(),
    };

    private static char Mark(char character) => character switch
    {
        '*' => Any,
        '?' => One,
        _ => character,
    };

    private string? Filled(PolicyContext? context)
    {
        var text = new StringBuilder();
        var last = 0;
        foreach (var variable in _variables)
        {
            if ((context?.Single(variable.Key) ?? variable.Default) is not { } value)
            {
                return null;
            }

            text.Append(_text, last, variable.At - last).Append(value);
            last = variable.At;
        }

        return text.Append(_text, last, _text.Length - last).ToString();
    }

    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value, StringComparison comparison)
    {
        var (p, v) = (0, 0);
        var (star, resume) = (-1, 0);
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == Any)
            {
                (star, resume) = (p++, v);
            }
            else if (p < pattern.Length && (pattern[p] == One || Same(pattern[p], value[v], comparison)))
            {
                (p, v) = (p + 1, v + 1);
            }
            else if (star >= 0)
            {
                (p, v) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept(Any) < 0;
    }

    private static bool Same(char one, char other, StringComparison comparison) =>
        one == other || (comparison == StringComparison.OrdinalIgnoreCase && char.ToUpperInvariant(one) == char.ToUpperInvariant(other));
}
