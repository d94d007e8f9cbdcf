using System.Text;

namespace Quell.Connections;

/// <summary>Puts URLs together.</summary>
internal static class EndpointUrl
{
    /// <summary>The URL with parameters added to its query; one of the same name that it has already is replaced.</summary>
    public static Uri WithQuery(string url, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        if (parameters.Count == 0)
        {
            return new(url);
        }

        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        var plain = fragment < 0 ? url : url[..fragment];
        var cut = plain.IndexOf('?', StringComparison.Ordinal);
        var kept = cut < 0 ? [] : plain[(cut + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !parameters.Any(parameter => parameter.Key == Uri.UnescapeDataString(pair.Split('=')[0].Replace('+', ' '))));
        return new($"{(cut < 0 ? plain : plain[..cut])}?{string.Join('&', kept.Append(Form(parameters)))}");
    }

    /// <summary>The parameters as <c>application/x-www-form-urlencoded</c> text.</summary>
    public static string Form(IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }

    /// <summary>
    /// The URL with the first <c>*</c> of its path replaced by the first value, and so on (API reference, HttpParameters). Each
    /// value is one path segment: what would end it is escaped.
    /// </summary>
    public static string WithPath(string url, IReadOnlyList<string> values)
    {
        var text = new StringBuilder(url);
        var start = 0;
        foreach (var value in values)
        {
            var star = text.ToString().IndexOf('*', start);
            if (star < 0)
            {
                break;
            }

            // Dots alone would lead out of the segment.
            var segment = value is "." or ".." ? value.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(value);
            text.Remove(star, 1).Insert(star, segment);
            start = star + segment.Length;
        }

        return text.ToString();
    }
}
