using System.Buffers;
using System.Collections.Frozen;

namespace Quell.Connections;

/// <summary>Puts headers onto a request: the service's own, the connection's, then the author's where neither says anything.</summary>
internal static class EndpointHeaders
{
    /// <summary>
    /// What EventBridge and Step Functions take out of header parameters (Step Functions developer guide, "Call third-party
    /// APIs"; EventBridge user guide, "Headers included in requests to API destinations").
    /// </summary>
    private static readonly FrozenSet<string> Removed = FrozenSet.ToFrozenSet(
        [
            "A-IM", "Accept-Charset", "Accept-Datetime", "Accept-Encoding", "Cache-Control", "Connection", "Content-Encoding", "Content-Length",
            "Content-MD5", "Date", "Expect", "Forwarded", "From", "Host", "HTTP2-Settings", "If-Match", "If-Modified-Since", "If-None-Match",
            "If-Range", "If-Unmodified-Since", "Max-Forwards", "Origin", "Pragma", "Proxy-Authorization", "Range", "Referer", "TE", "Trailer",
            "Transfer-Encoding", "Upgrade", "User-Agent", "Via", "Warning",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Unprintable = SearchValues.Create([.. Enumerable.Range(0, 32).Where(code => code != '\t').Select(code => (char)code), '\x7F']);

    /// <exception cref="EndpointException">A value cannot stand in a header.</exception>
    public static void Add(HttpRequestMessage message, EndpointRequest request, IReadOnlyList<KeyValuePair<string, string>> ofConnection)
    {
        foreach (var (name, value) in request.Fixed)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in ofConnection)
        {
            Add(message, name, value);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (!Has(ofConnection, name))
            {
                Add(message, name, value);
            }
        }

        if (message.Content is { Headers: var content } && !Has(ofConnection, "Content-Type") && !Has(request.Headers, "Content-Type"))
        {
            content.TryAddWithoutValidation("Content-Type", request.ContentType);
        }
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (Removed.Contains(name))
        {
            return;
        }

        // A line break would begin a header of its own; other alphabets cannot be sent.
        if (value.AsSpan().IndexOfAny(Unprintable) >= 0 || !System.Text.Ascii.IsValid(value))
        {
            throw new EndpointException(EndpointFault.Refused, $"The value of the header {name} has characters that a header cannot have.", isTransient: false);
        }

        if (!message.Headers.TryAddWithoutValidation(name, value))
        {
            message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static bool Has(IReadOnlyList<KeyValuePair<string, string>> headers, string name)
    {
        for (var position = 0; position < headers.Count; position++)
        {
            if (headers[position].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
