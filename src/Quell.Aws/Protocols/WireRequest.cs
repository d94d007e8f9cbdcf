namespace Quell.Aws.Protocols;

/// <summary>An HTTP request as it is on the wire, free of any server or client type.</summary>
/// <param name="Method">In capitals: <c>GET</c>.</param>
/// <param name="RawPath">
/// The path exactly as sent, percent-encoded, from the first slash up to the query (<c>/bucket/a%2Fb//../c</c>). Take it from
/// the raw request target: a parsed URI has dots and slashes resolved, and that is another S3 key.
/// </param>
/// <param name="RawQuery">The query exactly as sent, without the question mark; empty where there is none.</param>
internal sealed record WireRequest(string Method, string RawPath, string RawQuery, WireHeaders Headers, WireBody Body);
