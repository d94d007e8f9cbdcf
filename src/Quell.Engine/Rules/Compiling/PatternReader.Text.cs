using System.Globalization;
using System.Text;

namespace Quell.Engine.Rules.Compiling;

/// <content>White space, separators, names and strings.</content>
internal sealed partial class PatternReader
{
    /// <summary>Passes over white space; gives the character after it, which counts as read, or -1 at the end.</summary>
    private int SkipSpace()
    {
        while (_position < text.Length)
        {
            var next = text[_position++];
            switch (next)
            {
                case ' ' or '\t':
                    break;
                case '\n':
                    StartLine();
                    break;
                case '\r':
                    if (_position < text.Length && text[_position] == '\n')
                    {
                        _position++;
                    }

                    StartLine();
                    break;
                case '/':
                    throw Unexpected(next, "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)");
                case < ' ':
                    throw Error($"Illegal character ({Describe(next)}): only regular white space (\\r, \\n, \\t) is allowed between tokens");
                default:
                    return next;
            }
        }

        return -1;
    }

    private void StartLine()
    {
        _line++;
        _lineStart = _position;
    }

    private int SkipComma(int found, Level level)
    {
        if (found != ',')
        {
            throw Unexpected(found, $"was expecting comma to separate {KindOf(level)} entries");
        }

        var next = SkipSpace();
        return next < 0 ? throw Error($"Unexpected end-of-input within/between {KindOf(level)} entries") : next;
    }

    private int SkipColon()
    {
        var found = SkipSpace();
        if (found != ':')
        {
            throw found < 0
                ? Error("Unexpected end-of-input within/between Object entries")
                : Unexpected(found, "was expecting a colon to separate field name and value");
        }

        var next = SkipSpace();
        return next < 0 ? throw Error("Unexpected end-of-input within/between Object entries") : next;
    }

    private string ReadName() => ReadQuoted("name", "Unexpected end-of-input in field name");

    private string FinishString()
    {
        _inString = false;
        return ReadQuoted("string value", "Unexpected end-of-input: was expecting closing quote for a string value");
    }

    private string ReadQuoted(string what, string atEnd)
    {
        var start = _position;
        StringBuilder? unescaped = null;
        while (_position < text.Length)
        {
            var next = text[_position++];
            switch (next)
            {
                case '"':
                    return unescaped is null
                        ? text[start..(_position - 1)]
                        : unescaped.Append(text.AsSpan(start, _position - 1 - start)).ToString();
                case '\\':
                    unescaped ??= new StringBuilder();
                    unescaped.Append(text.AsSpan(start, _position - 1 - start)).Append(ReadEscape());
                    start = _position;
                    break;
                case < ' ':
                    throw Error($"Illegal unquoted character ({Describe(next)}): has to be escaped using backslash to be included in {what}");
            }
        }

        throw Error(atEnd);
    }

    private char ReadEscape()
    {
        if (_position >= text.Length)
        {
            throw Error("Unexpected end-of-input in character escape sequence");
        }

        var escape = text[_position++];
        return escape switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' or '/' or '\\' => escape,
            'u' => ReadHex(),
            _ => throw Error($"Unrecognized character escape {Describe(escape)}"),
        };
    }

    private char ReadHex()
    {
        var value = 0;
        for (var digit = 0; digit < 4; digit++)
        {
            if (_position >= text.Length)
            {
                throw Error("Unexpected end-of-input in character escape sequence");
            }

            var next = text[_position++];
            if (!char.IsAsciiHexDigit(next))
            {
                throw Unexpected(next, "expected a hex-digit for character escape sequence");
            }

            value = (value << 4) | int.Parse([next], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return (char)value;
    }
}
