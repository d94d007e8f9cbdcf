using System.Text;

namespace Quell.Aws.Protocols;

/// <summary>Names and values of a URL's query or of a form body.</summary>
internal static class QueryText
{
    /// <summary>The decoded pairs, in order; a name without <c>=</c> has a null value. Plus signs are spaces.</summary>
    public static List<KeyValuePair<string, string?>> Parse(string raw)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        foreach (var range in raw.AsSpan().Split('&'))
        {
            var pair = raw.AsSpan()[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            pairs.Add(equals < 0
                ? new(Decode(pair), null)
                : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }

        return pairs;
    }

    /// <summary>Writes pairs percent-encoded; a null value leaves the <c>=</c> out.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in pairs)
        {
            if (text.Length > 0)
            {
                text.Append('&');
            }

            text.Append(Uri.EscapeDataString(name));
            if (value is not null)
            {
                text.Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return text.ToString();
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
