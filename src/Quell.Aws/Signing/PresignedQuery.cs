using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Quell.Aws.Signing;

/// <summary>A signature in the query (S3 API Reference, "Authenticating Requests: Using Query Parameters").</summary>
internal static class PresignedQuery
{
    private static readonly string[] Required =
        ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"];

    public static bool IsPresent(string rawQuery) =>
        rawQuery.Contains("X-Amz-", StringComparison.Ordinal)
        && (Value(rawQuery, "X-Amz-Algorithm") ?? Value(rawQuery, "X-Amz-Signature")) is not null;

    /// <summary>The decoded value of the first parameter of that name, or null.</summary>
    public static string? Value(string rawQuery, string name)
    {
        foreach (var range in rawQuery.AsSpan().Split('&'))
        {
            var part = rawQuery.AsSpan()[range];
            if (part.StartsWith(name, StringComparison.Ordinal) && (part.Length == name.Length || part[name.Length] == '='))
            {
                return part.Length == name.Length ? "" : Uri.UnescapeDataString(part[(name.Length + 1)..].ToString());
            }
        }

        return null;
    }

    public static bool TryRead(
        SignableRequest request, [NotNullWhen(true)] out SignatureClaim? claim, [NotNullWhen(false)] out SignatureRefusal? refusal)
    {
        claim = null;
        string? Get(string name) => Value(request.RawQuery, name);

        if (Required.Where(name => string.IsNullOrEmpty(Get(name))).ToArray() is { Length: > 0 } missing)
        {
            refusal = Incomplete(string.Concat(missing.Select(name => $"AWS query-string parameters must include '{name}'. "))
                + "Re-examine the query-string parameters.");
            return false;
        }

        if (Get("X-Amz-Algorithm") is var algorithm && algorithm != SignatureV4.Algorithm)
        {
            refusal = new(RefusalKind.UnsupportedAlgorithm, $"Unsupported AWS 'algorithm': '{algorithm}'.", InQuery: true);
            return false;
        }

        var date = Get("X-Amz-Date")!;
        if (!SignatureReader.TryReadTime(date, out var timestamp, out var time))
        {
            refusal = Incomplete(SignatureReader.NotATime(date));
            return false;
        }

        refusal = ReadExpiry(Get("X-Amz-Expires"), out var expires)
            ?? SignatureReader.ReadCredential(Get("X-Amz-Credential")!, timestamp, inQuery: true, out var accessKey, out var scope)
            ?? Claim(out claim);
        return claim is not null;

        SignatureRefusal? Claim(out SignatureClaim read)
        {
            read = new(accessKey, scope, Get("X-Amz-SignedHeaders")!.Split(';'), timestamp, time, Get("X-Amz-Signature")!,
                Get("X-Amz-Security-Token"), expires);
            return null;
        }
    }

    private static SignatureRefusal? ReadExpiry(string? text, out TimeSpan expires)
    {
        var longest = (long)SigV4Verifier.LongestPresign.TotalSeconds;
        expires = SigV4Verifier.LargestSkew;
        if (text is null)
        {
            // Services other than S3 let it be left out; a request then holds as long as a signed header.
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            return Incomplete("X-Amz-Expires should be a number");
        }

        if (seconds < 0)
        {
            return Incomplete("X-Amz-Expires must be non-negative");
        }

        if (seconds > longest)
        {
            return Incomplete(
                $"X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than {longest} seconds");
        }

        expires = TimeSpan.FromSeconds(seconds);
        return null;
    }

    private static SignatureRefusal Incomplete(string detail) => new(RefusalKind.Incomplete, detail, InQuery: true);
}
