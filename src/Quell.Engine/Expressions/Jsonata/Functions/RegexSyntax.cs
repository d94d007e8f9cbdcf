using System.Globalization;
using System.Text;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>
/// Turns a regex as ECMAScript has it (ECMA-262, "RegExp (Regular Expression) Objects", with annex B) into one that means the same here:
/// digits, word characters and line ends are fewer, blanks are others, groups with names count among the others, and letters that
/// ECMAScript gives no meaning stand for themselves.
/// </summary>
internal sealed class RegexSyntax
{
    private const string Blanks = @"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    private const string NoBlanks = @"\0-\b\u000e-\u001f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff";

    private readonly string _pattern;
    private readonly bool _isMultiline;
    private readonly StringBuilder _result = new();
    private readonly List<string> _names = [];
    private int _groups;
    private int _at;

    private RegexSyntax(string pattern, bool isMultiline)
    {
        (_pattern, _isMultiline) = (pattern, isMultiline);
        CountGroups();
    }

    /// <exception cref="ArgumentException">What only other dialects have.</exception>
    public static string Translate(string pattern, bool isMultiline)
    {
        var syntax = new RegexSyntax(pattern, isMultiline);
        while (syntax._at < pattern.Length)
        {
            syntax.Atom();
        }

        return syntax._result.ToString();
    }

    private void CountGroups()
    {
        var inClass = false;
        for (var at = 0; at < _pattern.Length; at++)
        {
            switch (_pattern[at])
            {
                case '\\':
                    at++;
                    break;
                case '[' or ']':
                    inClass = _pattern[at] == '[';
                    break;
                case '(' when !inClass && (Is(at + 1, "?<") ? !Is(at + 3, "=") && !Is(at + 3, "!") : !Is(at + 1, "?")):
                    _groups++;
                    _names.Add(Is(at + 1, "?<") ? NameAt(at + 3) : "");
                    break;
            }
        }
    }

    private bool Is(int at, string text) => string.CompareOrdinal(_pattern, at, text, 0, text.Length) == 0;

    private string NameAt(int at) => _pattern.IndexOf('>', at) is >= 0 and var end ? _pattern[at..end] : throw new ArgumentException("The name of a group has no end");

    private void Atom()
    {
        var character = _pattern[_at++];
        switch (character)
        {
            case '\\':
                Escape();
                break;
            case '[':
                Class();
                break;
            case '(' when Is(_at, "?"):
                Group();
                break;
            case '.':
                _result.Append(@"[^\n\r\u2028\u2029]");
                break;
            case '$':
                _result.Append(_isMultiline ? "$" : @"\z");
                break;
            default:
                _result.Append(character);
                break;
        }
    }

    private void Group()
    {
        foreach (var kind in (string[])["?:", "?=", "?!", "?<=", "?<!"])
        {
            if (Is(_at, kind))
            {
                _result.Append('(').Append(kind);
                _at += kind.Length;
                return;
            }
        }

        if (!Is(_at, "?<"))
        {
            throw new ArgumentException($"There is no group that begins with ({_pattern[_at..Math.Min(_pattern.Length, _at + 2)]}");
        }

        _at += 3 + NameAt(_at + 2).Length;
        _result.Append('(');
    }

    private void Escape()
    {
        var character = _at < _pattern.Length ? _pattern[_at++] : throw new ArgumentException("A backslash ends the regex");
        switch (character)
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                _result.Append('[').Append(Set(character)).Append(']');
                break;
            case 'b' or 'B':
                _result.Append('\\').Append(character);
                break;
            case 'k' when Is(_at, "<") && _names.Exists(name => name.Length > 0):
                var name = NameAt(_at + 1);
                _at += name.Length + 2;
                Reference(_names.IndexOf(name) is >= 0 and var found ? found + 1 : throw new ArgumentException($"There is no group {name}"));
                break;
            case >= '1' and <= '9':
                var start = _at - 1;
                while (_at < _pattern.Length && char.IsAsciiDigit(_pattern[_at]))
                {
                    _at++;
                }

                if (int.TryParse(_pattern.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var group) && group <= _groups)
                {
                    Reference(group);
                    break;
                }

                // Without such a group it is the character's code in octal digits, or the digit itself.
                _at = start + 1;
                Character(character);
                break;
            default:
                Character(character);
                break;
        }
    }

    private void Reference(int group) => _result.Append(CultureInfo.InvariantCulture, $@"\k<{group}>");

    private static string Set(char letter) => letter switch
    {
        'd' => "0-9",
        'D' => @"\0-/:-\uffff",
        'w' => "a-zA-Z0-9_",
        'W' => @"\0-/:-@\[-\^`{-\uffff",
        's' => Blanks,
        _ => NoBlanks,
    };

    private void Class()
    {
        if (Is(_at, "^]") || Is(_at, "]"))
        {
            // Everything, and nothing.
            _result.Append(_pattern[_at] == '^' ? @"[\0-\uffff]" : @"[^\0-\uffff]");
            _at += _pattern[_at] == '^' ? 2 : 1;
            return;
        }

        _result.Append('[');
        for (var isFirst = true; ; isFirst = false)
        {
            var character = _at < _pattern.Length ? _pattern[_at++] : throw new ArgumentException("A class has no end");
            if (character == ']')
            {
                break;
            }

            if (character == '^' && isFirst)
            {
                _result.Append('^');
            }
            else if (character == '\\')
            {
                ClassEscape();
            }
            else
            {
                _result.Append(character is '[' or '^' ? "\\" : "").Append(character);
            }
        }

        _result.Append(']');
    }

    private void ClassEscape()
    {
        var character = _at < _pattern.Length ? _pattern[_at++] : throw new ArgumentException("A backslash ends the regex");
        if (character is 'd' or 'D' or 'w' or 'W' or 's' or 'S')
        {
            // A hyphen next to a set stands for itself.
            _result.Append(Set(character));
            if (Is(_at, "-") && !Is(_at + 1, "]"))
            {
                _result.Append(@"\-");
                _at++;
            }
        }
        else if (character == 'b')
        {
            _result.Append(@"\b");
        }
        else
        {
            Character(character);
        }
    }

    /// <summary>An escape that stands for one character.</summary>
    private void Character(char letter)
    {
        switch (letter)
        {
            case 't' or 'n' or 'v' or 'f' or 'r':
                _result.Append('\\').Append(letter);
                break;
            case 'x' when Hex(2) is { } code:
                Code(code, 2);
                break;
            case 'u' when Hex(4) is { } code:
                Code(code, 4);
                break;
            case 'c' when _at < _pattern.Length && char.IsAsciiLetter(_pattern[_at]):
                Code(_pattern[_at] % 32, 1);
                break;
            case 'c':
                _result.Append(@"\\c");
                break;
            case >= '0' and <= '7':
                Octal(letter - '0');
                break;
            case var _ when char.IsLetterOrDigit(letter) || letter == '_':
                _result.Append(letter);
                break;
            default:
                _result.Append('\\').Append(letter);
                break;
        }
    }

    private void Octal(int code)
    {
        for (var digits = 1; digits < 3 && _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7' && (code * 8) + _pattern[_at] - '0' <= 255; digits++)
        {
            code = (code * 8) + _pattern[_at++] - '0';
        }

        Code(code, 0);
    }

    private int? Hex(int digits) => _at + digits <= _pattern.Length
        && ushort.TryParse(_pattern.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : null;

    private void Code(int code, int read)
    {
        _at += read;
        _result.Append(CultureInfo.InvariantCulture, $@"\u{code:x4}");
    }
}
