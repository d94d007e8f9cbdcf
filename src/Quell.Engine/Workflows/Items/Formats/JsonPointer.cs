using System.Collections.Immutable;
using System.Globalization;

namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>A place in a JSON text (RFC 6901). No <see cref="Tokens"/> is the whole text.</summary>
internal sealed record JsonPointer(ImmutableArray<string> Tokens)
{
    public static readonly JsonPointer Root = new([]);

    /// <summary>C# null where the text is no pointer: it is empty, or begins with a slash and has no tilde but in ~0 and ~1.</summary>
    public static JsonPointer? TryParse(string text)
    {
        if (text.Length == 0)
        {
            return Root;
        }

        return text[0] == '/' && !HasLooseTilde(text) ? new([.. text[1..].Split('/').Select(Unescaped)]) : null;
    }

    /// <summary>The place that a token names in an array; -1 where it is no index (RFC 6901, section 4: no leading zeros).</summary>
    public static int IndexOf(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && (token.Length == 1 || token[0] != '0')
            ? index
            : -1;

    private static bool HasLooseTilde(string text)
    {
        for (var at = text.IndexOf('~', StringComparison.Ordinal); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1'))
            {
                return true;
            }
        }

        return false;
    }

    private static string Unescaped(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
