using System.Globalization;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation;

/// <summary>
/// Finds what keeps a definition from being JSON, in the words and with the place that the service gives: those of Jackson, the
/// reader it uses (github.com/FasterXML/jackson-core, 2.13, of a text in memory). It takes one pass.
/// </summary>
internal sealed class DefinitionText
{
    public const string NotAnObject = "Definition must be a valid JSON object";

    /// <summary>Characters of the text that a place shows.</summary>
    private const int LongestSnippet = 500;

    private readonly JsonTextCursor _cursor;
    private readonly Stack<Level> _levels = new();

    private DefinitionText(string text) => _cursor = new(text);

    /// <summary>Null where the text is JSON without a member twice.</summary>
    public static Diagnostic? FindMistake(string text)
    {
        var scan = new DefinitionText(text);
        try
        {
            return scan.Read();
        }
        catch (JsonTextException wrong)
        {
            var location = scan.Shown(scan._cursor.Row, scan._cursor.Column);
            return new(DiagnosticSeverity.Error, DiagnosticCode.Json, $"{wrong.Message}\n at {location}", location);
        }
    }

    private Diagnostic? Read()
    {
        if (_cursor.NextToken() is not { } first)
        {
            return new(DiagnosticSeverity.Error, DiagnosticCode.Schema, NotAnObject, null);
        }

        Value(first);
        while (_levels.TryPeek(out var level))
        {
            Entry(level);
            if (_levels.Count > JsonReading.MaxDepth)
            {
                return new(
                    DiagnosticSeverity.Error, DiagnosticCode.TooDeep, $"The definition is nested more than {JsonReading.MaxDepth} levels", null);
            }
        }

        if (_cursor.NextToken() is { } more)
        {
            throw new JsonTextException(more is ']' or '}'
                ? CloseMarker(more, null)
                : $"Unexpected character ({JsonTextCursor.Described(more)}): Expected end of the definition");
        }

        return null;
    }

    private void Entry(Level level)
    {
        var next = _cursor.NextToken() ?? throw new JsonTextException(
            $"Unexpected end-of-input: expected close marker for {level.Kind} (start marker at {Shown(level.Row, level.Column)})");
        if (next is ']' or '}')
        {
            Close(level, next);
            return;
        }

        if (!level.IsEmpty)
        {
            next = next == ','
                ? Within(level)
                : throw JsonTextCursor.Unexpected(next, $"was expecting comma to separate {level.Kind} entries");
        }

        level.IsEmpty = false;
        Value(level.Names is null ? next : Name(level, level.Names, next));
    }

    /// <summary>Reads a member's name and what separates it from its value, of which it gives the first character.</summary>
    private char Name(Level level, HashSet<string> names, char first)
    {
        if (first != '"')
        {
            throw JsonTextCursor.Unexpected(first, "was expecting double-quote to start field name");
        }

        var name = _cursor.ReadString(isName: true);
        if (!names.Add(name))
        {
            throw new JsonTextException($"Duplicate field '{name}'");
        }

        var colon = Within(level);
        return colon == ':' ? Within(level) : throw JsonTextCursor.Unexpected(colon, "was expecting a colon to separate field name and value");
    }

    private char Within(Level level) =>
        _cursor.NextToken() ?? throw new JsonTextException($"Unexpected end-of-input within/between {level.Kind} entries");

    private void Value(char first)
    {
        switch (first)
        {
            case '{' or '[':
                _levels.Push(new(first == '{' ? new(StringComparer.Ordinal) : null, _cursor.Row, _cursor.Column - 1));
                break;
            case '"':
                _cursor.ReadString(isName: false);
                break;
            case '}':
                throw JsonTextCursor.Unexpected(first, "expected a value");
            default:
                _cursor.ReadScalar(first);
                break;
        }
    }

    private void Close(Level level, char marker)
    {
        if (marker != level.Marker)
        {
            throw new JsonTextException(CloseMarker(marker, level));
        }

        _levels.Pop();
    }

    private string CloseMarker(char marker, Level? level) =>
        $"Unexpected close marker '{marker}': expected '{(marker == ']' ? '}' : ']')}' (for {level?.Kind ?? "root"} starting at {Shown(level?.Row ?? 1, level?.Column ?? 0)})";

    private string Shown(int row, int column)
    {
        var text = _cursor.Text;
        var snippet = new StringBuilder();
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, LongestSnippet)))
        {
            snippet.Append(char.IsControl(character) && character is not ('\r' or '\n')
                ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}")
                : character.ToString());
        }

        var cut = text.Length > LongestSnippet ? $"[truncated {text.Length - LongestSnippet} chars]" : "";
        return string.Create(CultureInfo.InvariantCulture, $"[Source: (String)\"{snippet}\"{cut}; line: {row}, column: {column}]");
    }

    /// <param name="names">The members so far; null for an array.</param>
    private sealed class Level(HashSet<string>? names, int row, int column)
    {
        public HashSet<string>? Names { get; } = names;

        public int Row { get; } = row;

        public int Column { get; } = column;

        public bool IsEmpty { get; set; } = true;

        public string Kind => Names is null ? "Array" : "Object";

        public char Marker => Names is null ? ']' : '}';
    }
}

/// <summary>A text is no JSON; the message is Jackson's, without the place.</summary>
internal sealed class JsonTextException(string message) : FormatException(message);
