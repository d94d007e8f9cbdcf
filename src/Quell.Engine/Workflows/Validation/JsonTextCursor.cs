using System.Globalization;
using System.Text;

namespace Quell.Engine.Workflows.Validation;

/// <summary>
/// Reads the tokens of a JSON text and refuses what is none, as Jackson's reader of texts does. Its place is that of what has been
/// read: the column that Jackson tells is the one behind the character that it did not expect.
/// </summary>
internal sealed class JsonTextCursor(string text)
{
    private const string Choices = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    private const int LongestToken = 256;

    private int _at;
    private int _rowStart;

    public string Text { get; } = text;

    /// <summary>Counted from 1, as is <see cref="Column"/>.</summary>
    public int Row { get; private set; } = 1;

    public int Column => _at - _rowStart + 1;

    private char? Ahead => _at < Text.Length ? Text[_at] : null;

    /// <summary>A character as Jackson prints it: <c>'S' (code 83)</c>.</summary>
    public static string Described(char character) => char.IsControl(character)
        ? string.Create(CultureInfo.InvariantCulture, $"(CTRL-CHAR, code {(int)character})")
        : character > '\u00FF'
            ? string.Create(CultureInfo.InvariantCulture, $"'{character}' (code {(int)character} / 0x{(int)character:x})")
            : string.Create(CultureInfo.InvariantCulture, $"'{character}' (code {(int)character})");

    public static JsonTextException Unexpected(char character, string comment) => new($"Unexpected character ({Described(character)}): {comment}");

    /// <summary>The next character that is no space, read; null at the end.</summary>
    public char? NextToken()
    {
        while (_at < Text.Length)
        {
            var character = Text[_at++];
            switch (character)
            {
                case ' ' or '\t':
                    break;
                case '\r' when Ahead == '\n':
                    break;
                case '\r' or '\n':
                    Row++;
                    _rowStart = _at;
                    break;
                case < ' ':
                    throw new JsonTextException($"Illegal character ({Described(character)}): only regular white space (\\r, \\n, \\t) is allowed between tokens");
                case '/':
                    throw Unexpected(
                        character, "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)");
                default:
                    return character;
            }
        }

        return null;
    }

    /// <summary>Reads a string whose quote has been read.</summary>
    public string ReadString(bool isName)
    {
        StringBuilder? value = null;
        var start = _at;
        while (_at < Text.Length)
        {
            var character = Text[_at++];
            switch (character)
            {
                case '"':
                    return value?.ToString() ?? Text[start..(_at - 1)];
                case '\\':
                    value ??= new StringBuilder(Text, start, _at - 1 - start, _at - start + 16);
                    value.Append(ReadEscape());
                    break;
                case < ' ':
                    throw new JsonTextException(
                        $"Illegal unquoted character ({Described(character)}): has to be escaped using backslash to be included in {(isName ? "name" : "string value")}");
                default:
                    value?.Append(character);
                    break;
            }
        }

        throw new JsonTextException($"Unexpected end-of-input{(isName ? " in field name" : ": was expecting closing quote for a string value")}");
    }

    /// <summary>Reads a number or word whose first character has been read.</summary>
    public void ReadScalar(char first)
    {
        if (first == '-' || char.IsAsciiDigit(first))
        {
            ReadNumber(first);
            return;
        }

        if (!IsWordStart(first))
        {
            throw Unexpected(first, $"expected a valid value {Choices}");
        }

        var start = _at - 1;
        while (Ahead is { } next && IsWordPart(next))
        {
            _at++;
        }

        var word = Text.AsSpan(start, _at - start);
        if (word is not ("true" or "false" or "null"))
        {
            var shown = word.Length > LongestToken ? $"{word[..LongestToken]}..." : word.ToString();
            throw new JsonTextException($"Unrecognized token '{shown}': was expecting {Choices}");
        }
    }

    private void ReadNumber(char first)
    {
        var digit = first;
        if (first == '-')
        {
            digit = Read("No digit following minus sign");
            if (!char.IsAsciiDigit(digit))
            {
                throw NotInNumber(digit, "expected digit (0-9) to follow minus sign, for valid numeric value");
            }
        }

        if (digit == '0' && Ahead is >= '0' and <= '9')
        {
            throw new JsonTextException("Invalid numeric value: Leading zeroes not allowed");
        }

        SkipDigits();
        if (Ahead == '.')
        {
            _at++;
            NeedDigits('.', "Decimal point not followed by a digit");
        }

        if (Ahead is 'e' or 'E')
        {
            var exponent = Text[_at++];
            _at += Ahead is '+' or '-' ? 1 : 0;
            NeedDigits(exponent, "Exponent indicator not followed by a digit");
        }
    }

    private void NeedDigits(char before, string comment)
    {
        var start = _at;
        SkipDigits();
        if (_at == start)
        {
            var wrong = Ahead ?? before;
            _at += _at < Text.Length ? 1 : 0;
            throw NotInNumber(wrong, comment);
        }
    }

    private void SkipDigits()
    {
        while (Ahead is >= '0' and <= '9')
        {
            _at++;
        }
    }

    private char ReadEscape()
    {
        var character = Read(" in character escape sequence");
        switch (character)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case '"' or '\\' or '/':
                return character;
            case 'u':
                return ReadHex();
            default:
                throw new JsonTextException($"Unrecognized character escape {Described(character)}");
        }
    }

    private char ReadHex()
    {
        var code = 0;
        for (var digits = 0; digits < 4; digits++)
        {
            var digit = Read(" in character escape sequence");
            code = (code << 4) | (char.IsAsciiHexDigit(digit)
                ? Convert.ToInt32(digit.ToString(), 16)
                : throw Unexpected(digit, "expected a hex-digit for character escape sequence"));
        }

        return (char)code;
    }

    private char Read(string atEnd) => _at < Text.Length ? Text[_at++] : throw new JsonTextException($"Unexpected end-of-input{atEnd}");

    private static JsonTextException NotInNumber(char character, string comment) =>
        new($"Unexpected character ({Described(character)}) in numeric value: {comment}");

    // Java's identifiers.
    private static bool IsWordStart(char character) => char.IsLetter(character) || character is '$' or '_'
        || char.GetUnicodeCategory(character) is UnicodeCategory.CurrencySymbol or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber;

    private static bool IsWordPart(char character) => IsWordStart(character) || char.IsDigit(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;
}
