using System.Globalization;
using System.Text;

namespace Quell.Aws.Signing;

/// <summary>Signs requests with AWS Signature Version 4. Safe for concurrent use.</summary>
internal sealed class SigV4Signer(SigningKeyCache keys)
{
    /// <summary>
    /// Headers that proxies and clients change on the way, or that carry the signature (the AWS SDKs leave out the same).
    /// </summary>
    private static readonly HashSet<string> NeverSigned = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    };

    /// <summary>Signs in the <c>Authorization</c> header.</summary>
    /// <param name="request">
    /// With <c>Host</c> and every header that is to be signed; without those that this adds.
    /// </param>
    /// <param name="payloadHash">The hash of the body, or (S3 only) one of <see cref="PayloadHash"/>'s words.</param>
    /// <returns>The headers to add to the request before it is sent.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> Sign(
        SignableRequest request, SigningCredentials credentials, string region, string service, string payloadHash,
        DateTimeOffset time)
    {
        var timestamp = Timestamp(time);
        var scope = new SigningScope(timestamp[..8], region, service);
        List<KeyValuePair<string, string>> added = [new("X-Amz-Date", timestamp)];
        if (credentials.SessionToken is { } token)
        {
            added.Add(new("X-Amz-Security-Token", token));
        }

        if (scope.IsS3 || payloadHash == PayloadHash.Unsigned)
        {
            added.Add(new(PayloadHash.Header, payloadHash));
        }

        var complete = new SignableRequest(request.Method, request.RawPath, request.RawQuery, [.. request.Headers, .. added]);
        var signedHeaders = SignedHeaders(complete);
        var signature = Signature(complete, signedHeaders, payloadHash, credentials, timestamp, scope);
        added.Add(new("Authorization",
            $"{SignatureV4.Algorithm} Credential={credentials.AccessKey}/{scope}, SignedHeaders={string.Join(';', signedHeaders)}, Signature={signature}"));
        return added;
    }

    /// <summary>Signs in the query, so that the address alone carries the right to make the request.</summary>
    /// <param name="payloadHash">Of the body that will be sent; for S3 usually <see cref="PayloadHash.Unsigned"/>.</param>
    /// <param name="expires">From one second to seven days after <paramref name="time"/>.</param>
    /// <returns>The whole raw query, with what the request had, to put behind the question mark.</returns>
    public string Presign(
        SignableRequest request, SigningCredentials credentials, string region, string service, string payloadHash,
        DateTimeOffset time, TimeSpan expires)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(expires, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expires, SigV4Verifier.LongestPresign);
        var timestamp = Timestamp(time);
        var scope = new SigningScope(timestamp[..8], region, service);
        var signedHeaders = SignedHeaders(request);
        var query = new StringBuilder(request.RawQuery);
        Append("X-Amz-Algorithm", SignatureV4.Algorithm);
        Append("X-Amz-Credential", $"{credentials.AccessKey}/{scope}");
        Append("X-Amz-Date", timestamp);
        Append("X-Amz-Expires", ((long)expires.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        Append("X-Amz-SignedHeaders", string.Join(';', signedHeaders));
        if (credentials.SessionToken is { } token)
        {
            Append("X-Amz-Security-Token", token);
        }

        var complete = new SignableRequest(request.Method, request.RawPath, query.ToString(), [.. request.Headers]);
        Append("X-Amz-Signature", Signature(complete, signedHeaders, payloadHash, credentials, timestamp, scope));
        return query.ToString();

        void Append(string name, string value) =>
            query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }

    private string Signature(
        SignableRequest request, IReadOnlyList<string> signedHeaders, string payloadHash, SigningCredentials credentials,
        string timestamp, SigningScope scope)
    {
        Span<byte> signature = stackalloc byte[SignatureV4.Length];
        var key = keys.Get(credentials.Secret, scope);
        SignatureV4.Sign(request, signedHeaders, payloadHash, key, timestamp, scope, signature);
        return Encoding.ASCII.GetString(signature);
    }

    private static string[] SignedHeaders(SignableRequest request)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in request.Headers)
        {
            if (!NeverSigned.Contains(name))
            {
                names.Add(name.ToLowerInvariant());
            }
        }

        return names.Contains("host")
            ? [.. names]
            : throw new ArgumentException("A request is signed with its Host header; add it.", nameof(request));
    }

    private static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString(SignatureV4.TimeFormat, CultureInfo.InvariantCulture);
}
