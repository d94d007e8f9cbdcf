using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Compiling;

namespace Quell.Engine.Events;

/// <summary>
/// The template of an input transformer (user guide, "Input transformation"): text, JSON or lines of JSON strings, with
/// <c>&lt;name&gt;</c> where values go. Outside of quotes a value stands as JSON; within, as text: a string escaped for the
/// quotes around it (the guide says that EventBridge does not escape; what a target gets stays JSON here), an object or array
/// without quotes of its own. A value that the event lacks is the empty string.
/// </summary>
internal sealed partial class InputTemplate
{
    private readonly ImmutableArray<Piece> _pieces;

    private InputTemplate(ImmutableArray<Piece> pieces) => _pieces = pieces;

    private enum Place
    {
        /// <summary>In a template that is no JSON.</summary>
        Text,
        Quoted,
        Value,
    }

    /// <summary>The names that stand in the template.</summary>
    public IEnumerable<string> Names => _pieces.Where(piece => piece.IsName).Select(piece => piece.Text);

    public static InputTemplate Parse(string text)
    {
        var isJson = IsJson(text);
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        var (start, inQuotes) = (0, false);
        foreach (var match in Placeholder().EnumerateMatches(text))
        {
            inQuotes = EndsInQuotes(text.AsSpan(start, match.Index - start), inQuotes);
            pieces.Add(new Piece(text[start..match.Index], IsName: false, Place.Text));
            var place = !isJson ? Place.Text : inQuotes ? Place.Quoted : Place.Value;
            pieces.Add(new Piece(text.Substring(match.Index + 1, match.Length - 2), IsName: true, place));
            start = match.Index + match.Length;
        }

        pieces.Add(new Piece(text[start..], IsName: false, Place.Text));
        return new InputTemplate(pieces.DrainToImmutable());
    }

    /// <summary>
    /// Where a template that begins as JSON stops being it, in AWS's form <c>[Source: (String)"…"; line: 1, column: 2]</c>; null
    /// where all is well.
    /// </summary>
    public static string? FaultIn(string text)
    {
        if (!IsJson(text))
        {
            return null;
        }

        // Any value of the same length stands in for a placeholder, so that places stay true.
        var probe = Probe(text);
        var reader = new PatternReader(probe);
        try
        {
            while (reader.Read() != PatternToken.None)
            {
            }

            return HasNameAsKey(text) ? "a placeholder cannot be used as an object key" : null;
        }
        catch (PatternSyntaxException fault)
        {
            var place = fault.Error.Reason.LastIndexOf("[Source:", StringComparison.Ordinal);
            return place < 0 ? fault.Error.Reason : fault.Error.Reason[place..].Replace(probe, text, StringComparison.Ordinal);
        }
    }

    /// <summary>The template with the values in their places; a value that is C# null is missing.</summary>
    public string Fill(Func<string, JsonValue?> valueOf)
    {
        var filled = new StringBuilder();
        foreach (var piece in _pieces)
        {
            filled.Append(piece.IsName ? Show(valueOf(piece.Text), piece.Place) : piece.Text);
        }

        return filled.ToString();
    }

    private static string Show(JsonValue? value, Place place) => (value, place) switch
    {
        (null, Place.Value) => "\"\"",
        (null, _) => "",
        (_, Place.Value) => value.ToString(),
        (JsonString, Place.Quoted) => value.ToString()[1..^1],
        (JsonString text, _) => text.Value,
        (JsonObject or JsonArray, Place.Quoted) => value.ToString().Replace("\"", "", StringComparison.Ordinal),
        _ => value.ToString(),
    };

    private static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{' or '[' or '"', ..];

    /// <summary>Whether a placeholder stands in the quotes of an object's key (API reference, InputTransformer).</summary>
    private static bool HasNameAsKey(string text)
    {
        var (start, inQuotes) = (0, false);
        foreach (var match in Placeholder().EnumerateMatches(text))
        {
            inQuotes = EndsInQuotes(text.AsSpan(start, match.Index - start), inQuotes);
            start = match.Index + match.Length;
            if (inQuotes && AfterQuotes(text.AsSpan(start)).TrimStart() is [':', ..])
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> AfterQuotes(ReadOnlySpan<char> text)
    {
        var position = 0;
        while (position < text.Length && text[position] != '"')
        {
            position += text[position] == '\\' ? 2 : 1;
        }

        return position < text.Length ? text[(position + 1)..] : [];
    }

    private static string Probe(string text)
    {
        var probe = new StringBuilder(text);
        var (start, inQuotes) = (0, false);
        foreach (var match in Placeholder().EnumerateMatches(text))
        {
            inQuotes = EndsInQuotes(text.AsSpan(start, match.Index - start), inQuotes);
            for (var position = match.Index; !inQuotes && position < match.Index + match.Length; position++)
            {
                probe[position] = '1';
            }

            start = match.Index + match.Length;
        }

        return probe.ToString();
    }

    private static bool EndsInQuotes(ReadOnlySpan<char> text, bool inQuotes)
    {
        for (var position = 0; position < text.Length; position++)
        {
            if (text[position] == '\\' && inQuotes)
            {
                position++;
            }
            else if (text[position] == '"')
            {
                inQuotes = !inQuotes;
            }
        }

        return inQuotes;
    }

    [GeneratedRegex(@"<[A-Za-z0-9_.\-]+>", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    private sealed record Piece(string Text, bool IsName, Place Place);
}
