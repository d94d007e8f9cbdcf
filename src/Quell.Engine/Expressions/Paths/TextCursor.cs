using System.Globalization;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>A place in a text that is being read.</summary>
internal sealed class TextCursor(string text)
{
    public string Text { get; } = text;

    public int Position { get; set; }

    public bool IsAtEnd => Position >= Text.Length;

    /// <summary>The character here; NUL at the end.</summary>
    public char Current => Peek(0);

    public char Peek(int ahead) => Position + ahead < Text.Length ? Text[Position + ahead] : '\0';

    public void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(Current))
        {
            Position++;
        }
    }

    /// <summary>Passes over the token when it stands here.</summary>
    public bool Take(string token)
    {
        if (string.CompareOrdinal(Text, Position, token, 0, token.Length) != 0)
        {
            return false;
        }

        Position += token.Length;
        return true;
    }

    public bool TakeAfterSpace(string token)
    {
        SkipSpace();
        return Take(token);
    }

    public void Expect(string token)
    {
        if (!TakeAfterSpace(token))
        {
            throw Unexpected($"'{token}'");
        }
    }

    public PathSyntaxException Unexpected(string wanted) => Wrong(
        IsAtEnd ? $"The text ends where {wanted} should be" : $"{wanted} should be in place of '{Current}'");

    public PathSyntaxException Wrong(string reason) => new(reason, Position + 1);

    public int ReadInteger()
    {
        var start = Position;
        Position += Current is '-' or '+' ? 1 : 0;
        while (char.IsAsciiDigit(Current))
        {
            Position++;
        }

        if (int.TryParse(Text.AsSpan(start, Position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        Position = start;
        throw Unexpected("a whole number");
    }

    /// <summary>Reads a JSON number.</summary>
    public JsonNumber ReadNumber()
    {
        var start = Position;
        while (char.IsAsciiDigit(Current) || Current is '-' or '+' or '.' or 'e' or 'E')
        {
            Position++;
        }

        try
        {
            if (JsonValue.Parse(Text[start..Position]) is JsonNumber number)
            {
                return number;
            }
        }
        catch (JsonSyntaxException)
        {
            // Told below, with the place.
        }

        Position = start;
        throw Unexpected("a number");
    }

    /// <summary>Reads a word of letters and digits; an empty one where there is none.</summary>
    public string ReadWord()
    {
        var start = Position;
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_')
        {
            Position++;
        }

        return Text[start..Position];
    }

    /// <summary>Reads a text in the quotes that stand here, with the escapes of JSON; any other escaped character stands for itself.</summary>
    public string ReadQuoted()
    {
        var quote = Current;
        var start = Position++;
        var value = new StringBuilder();
        while (!IsAtEnd)
        {
            var character = Text[Position++];
            if (character == quote)
            {
                return IsWellFormed(value.ToString()) ? value.ToString() : throw Wrong("The text has an unpaired surrogate escape");
            }

            value.Append(character == '\\' ? ReadEscape() : character);
        }

        Position = start;
        throw Wrong($"The text in {quote} has no end");
    }

    /// <summary>Reads a member's name in quotes. AWS takes a backslash in it as it stands; only before the quote it does not end the name.</summary>
    public string ReadQuotedName()
    {
        var quote = Current;
        var start = Position++;
        var name = new StringBuilder();
        while (!IsAtEnd)
        {
            var character = Text[Position++];
            if (character == quote)
            {
                return name.ToString();
            }

            if (character == '\\' && !IsAtEnd)
            {
                name.Append(Current == quote ? "" : "\\").Append(Current);
                Position++;
                continue;
            }

            name.Append(character);
        }

        Position = start;
        throw Wrong($"The name in {quote} has no end");
    }

    /// <summary>A name after a dot, in which a backslash makes any character a plain one (Amazon States Language, "Reference Paths").</summary>
    public static string Unescaped(string name)
    {
        var cursor = new TextCursor(name);
        var plain = new StringBuilder();
        while (!cursor.IsAtEnd)
        {
            plain.Append(cursor.Take("\\") && !cursor.IsAtEnd ? cursor.Current == 'u' ? cursor.ReadEscape() : cursor.ReadPlain() : cursor.ReadPlain());
        }

        return plain.ToString();
    }

    /// <summary>Whether every surrogate has its other half: only such a text can be written as JSON.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var position = 0; position < text.Length; position++)
        {
            if (char.IsSurrogate(text[position]) && (++position == text.Length || !char.IsSurrogatePair(text[position - 1], text[position])))
            {
                return false;
            }
        }

        return true;
    }

    private char ReadPlain() => Text[Math.Min(Position++, Text.Length - 1)];

    private char ReadEscape()
    {
        var character = Current;
        Position++;
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
            case 'u' when ushort.TryParse(Text.AsSpan(Position, Math.Min(4, Text.Length - Position)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                Position += 4;
                return (char)code;
            default:
                return character;
        }
    }
}
