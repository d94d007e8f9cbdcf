using Quell.Aws.Protocols;

namespace Quell.Aws.Signing;

/// <summary>What of an HTTP request a signature covers, except its body.</summary>
/// <param name="method">In capitals, as on the request line.</param>
/// <param name="rawPath">The path exactly as sent, percent-encoded, from the first slash up to the query.</param>
/// <param name="rawQuery">The query exactly as sent, without the question mark; empty where there is none.</param>
/// <param name="headers">In the order sent, with <c>Host</c>; a name may come several times, in any case.</param>
internal sealed class SignableRequest(
    string method, string rawPath, string rawQuery, IEnumerable<KeyValuePair<string, string>> headers)
{
    private readonly KeyValuePair<string, string>[] _headers = [.. headers];

    public SignableRequest(WireRequest request)
        : this(request.Method, request.RawPath, request.RawQuery, request.Headers)
    {
    }

    public string Method { get; } = method;

    public string RawPath { get; } = rawPath;

    public string RawQuery { get; } = rawQuery;

    public ReadOnlySpan<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>The first value under the name, or null.</summary>
    public string? Header(string name)
    {
        foreach (var (field, value) in _headers)
        {
            if (field.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
