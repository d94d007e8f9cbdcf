using System.Globalization;
using System.Text;

namespace Quell.Engine.Rules.Compiling;

/// <content>Errors, in the words and with the places of AWS's reader.</content>
internal sealed partial class PatternReader
{
    private const string ValidValues = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

    /// <summary>How many characters of the pattern an error repeats.</summary>
    private const int SnippetLength = 500;

    private const int LongestWord = 256;

    /// <summary>An error here: the reason, then the place that has been read up to.</summary>
    public PatternSyntaxException Error(string reason)
    {
        var column = _position - _lineStart + 1;
        return new(new PatternError($"{reason}\n at {Place(_line, column)}", _line, column));
    }

    private static string KindOf(Level? level) => level is null ? "root" : level.IsObject ? "Object" : "Array";

    private static string Describe(int character) => character switch
    {
        < ' ' or (>= 0x7f and <= 0x9f) => string.Create(CultureInfo.InvariantCulture, $"(CTRL-CHAR, code {character})"),
        > 255 => string.Create(CultureInfo.InvariantCulture, $"'{(char)character}' (code {character} / 0x{character:x})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"'{(char)character}' (code {character})"),
    };

    private static bool IsWordStart(int character) => char.IsLetter((char)character) || character is '$' or '_';

    private static bool IsWordPart(int character) => char.IsLetterOrDigit((char)character) || character is '$' or '_';

    private string PlaceOf(Level? level) => level is null ? Place(1, 0) : Place(level.Start.Line, level.Start.Column);

    private string Place(int line, int column)
    {
        var place = new StringBuilder("[Source: (String)\"");
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, SnippetLength)))
        {
            if (char.IsControl(character) && character is not ('\r' or '\n'))
            {
                place.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
            else
            {
                place.Append(character);
            }
        }

        place.Append('"');
        if (text.Length > SnippetLength)
        {
            place.Append(CultureInfo.InvariantCulture, $"[truncated {text.Length - SnippetLength} chars]");
        }

        return place.Append(CultureInfo.InvariantCulture, $"; line: {line}, column: {column}]").ToString();
    }

    private PatternToken EndOfText() => _levels.TryPeek(out var level)
        ? throw Error($"Unexpected end-of-input: expected close marker for {KindOf(level)} (start marker at {PlaceOf(level)})")
        : PatternToken.None;

    private PatternSyntaxException Unexpected(int character, string expected) =>
        Error($"Unexpected character ({Describe(character)}): {expected}");

    private PatternSyntaxException BadNumber(string expected)
    {
        if (_position >= text.Length)
        {
            return Error("Unexpected end-of-input within/between numeric value");
        }

        var found = text[_position++];
        return Error($"Unexpected character ({Describe(found)}) in numeric value: {expected}");
    }

    private PatternSyntaxException OddValue(int first) => IsWordStart(first)
        ? UnknownWord(((char)first).ToString())
        : Unexpected(first, $"expected a valid value {ValidValues}");

    private PatternSyntaxException UnknownWord(string read)
    {
        var word = new StringBuilder(read);
        while (_position < text.Length && IsWordPart(text[_position]))
        {
            word.Append(text[_position++]);
            if (word.Length >= LongestWord)
            {
                word.Append("...");
                break;
            }
        }

        return Error($"Unrecognized token '{word}': was expecting {ValidValues}");
    }
}
