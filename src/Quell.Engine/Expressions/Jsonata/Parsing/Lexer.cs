using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Parsing;

/// <summary>Cuts an expression into tokens.</summary>
internal sealed partial class Lexer(string text)
{
    private static readonly string[] Pairs = ["..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"];

    private const string Singles = ".[]{}(),@#;:?+-*/%|=<>^&!~";

    private int _at;

    /// <param name="isInfix">Whether an operator may come, so that a slash divides and does not begin a regex.</param>
    public Token Next(bool isInfix)
    {
        SkipBlanks();
        if (_at >= text.Length)
        {
            return new(TokenKind.End, "(end)", default, _at);
        }

        var character = text[_at];
        if (!isInfix && character == '/')
        {
            return Regex();
        }

        foreach (var pair in Pairs)
        {
            if (string.CompareOrdinal(text, _at, pair, 0, 2) == 0)
            {
                return Operator(pair);
            }
        }

        return character switch
        {
            '"' or '\'' => String(character),
            '`' => Quoted(),
            >= '0' and <= '9' => Number(),
            '!' or '~' => throw new JsonataException("S0204", $"Unknown operator: {character}", _at + 1),
            _ when Singles.Contains(character, StringComparison.Ordinal) => Operator(character.ToString()),
            _ => Name(),
        };
    }

    private Token Operator(string id)
    {
        _at += id.Length;
        return new(TokenKind.Operator, id, id, _at);
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\n' or '\r' or '\v')
            {
                _at++;
            }
            else if (string.CompareOrdinal(text, _at, "/*", 0, 2) == 0)
            {
                var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                _at = end < 0 ? throw new JsonataException("S0106", "Comment has no closing tag", _at) : end + 2;
            }
            else
            {
                return;
            }
        }
    }

    private Token Regex()
    {
        var (start, depth) = (++_at, 0);
        for (; _at < text.Length; _at++)
        {
            var character = text[_at];
            if (character == '\\')
            {
                _at++;
            }
            else if (character is '(' or '[' or '{')
            {
                depth++;
            }
            else if (character is ')' or ']' or '}')
            {
                depth--;
            }
            else if (character == '/' && depth == 0)
            {
                var pattern = text[start.._at];
                var flags = ++_at;
                while (_at < text.Length && text[_at] is 'i' or 'm')
                {
                    _at++;
                }

                return pattern.Length == 0
                    ? throw new JsonataException("S0301", "Empty regular expressions are not allowed", _at)
                    : new(TokenKind.Regex, "(regex)", pattern, _at, text[flags.._at]);
            }
        }

        throw new JsonataException("S0302", "No terminating / in regular expression", _at);
    }

    private Token String(char quote)
    {
        var builder = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == quote)
            {
                _at++;
                return new(TokenKind.String, "(literal)", builder.ToString(), _at);
            }

            builder.Append(text[_at] == '\\' ? Escape() : text[_at]);
        }

        throw new JsonataException("S0101", "String literal must be terminated by a matching quote", _at);
    }

    private char Escape()
    {
        var character = ++_at < text.Length ? text[_at] : '\0';
        switch (character)
        {
            case '"' or '\\' or '/' or '\'':
                return character;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                if (_at + 4 >= text.Length || !ushort.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    throw new JsonataException("S0104", "The escape sequence \\u must be followed by 4 hex digits", _at);
                }

                _at += 4;
                return (char)code;
            default:
                throw new JsonataException("S0103", $"Unsupported escape sequence: \\{character}", _at);
        }
    }

    private Token Quoted()
    {
        var end = text.IndexOf('`', _at + 1);
        if (end < 0)
        {
            throw new JsonataException("S0105", "Quoted property name must be terminated with a backquote (`)", text.Length);
        }

        var name = text[(_at + 1)..end];
        _at = end + 1;
        return new(TokenKind.Name, "(name)", name, _at);
    }

    private Token Number()
    {
        var match = NumberPattern().Match(text, _at, text.Length - _at);
        var number = double.Parse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        _at += match.Length;
        return double.IsFinite(number)
            ? new(TokenKind.Number, "(literal)", number, _at)
            : throw new JsonataException("S0102", $"Number out of range: {match.Value}", _at);
    }

    private Token Name()
    {
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !Singles.Contains(text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        if (_at == start)
        {
            throw new JsonataException("S0204", $"Unknown operator: {text[start]}", ++_at);
        }

        var name = text[start.._at];
        return name switch
        {
            ['$', ..] => new(TokenKind.Variable, "(name)", name[1..], _at),
            "and" or "or" or "in" => new(TokenKind.Operator, name, name, _at),
            "true" or "false" => new(TokenKind.Value, "(literal)", name == "true", _at),
            "null" => new(TokenKind.Value, "(literal)", Item.Null, _at),
            _ => new(TokenKind.Name, "(name)", name, _at),
        };
    }

    [GeneratedRegex(@"\G(0|[1-9][0-9]*)(\.[0-9]+)?([Ee][-+]?[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
