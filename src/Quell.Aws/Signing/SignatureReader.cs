using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Quell.Aws.Signing;

/// <summary>Reads the signature that a request carries, in its Authorization header or in its query, without verifying it.</summary>
internal static class SignatureReader
{
    /// <summary>Whether the request carries an AWS signature, valid or not: it is then for the AWS APIs.</summary>
    public static bool IsSigned(SignableRequest request) =>
        request.Header("Authorization") is { } authorization
            ? authorization.StartsWith("AWS", StringComparison.Ordinal)
            : PresignedQuery.IsPresent(request.RawQuery);

    /// <summary>Gives either the claim or the refusal.</summary>
    public static bool TryRead(
        SignableRequest request, [NotNullWhen(true)] out SignatureClaim? claim, [NotNullWhen(false)] out SignatureRefusal? refusal)
    {
        claim = null;
        var isPresigned = PresignedQuery.IsPresent(request.RawQuery);
        switch (request.Header("Authorization"))
        {
            case { } when isPresigned:
                refusal = new(RefusalKind.Ambiguous,
                    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
                return false;
            case { } authorization:
                return AuthorizationHeader.TryRead(request, authorization, out claim, out refusal);
            case null when isPresigned:
                return PresignedQuery.TryRead(request, out claim, out refusal);
            default:
                refusal = new(RefusalKind.Missing);
                return false;
        }
    }

    /// <summary>
    /// The service that the request's credential names, also where the rest of the signature cannot be read: errors are written
    /// in that service's form. Null where it names none.
    /// </summary>
    public static string? ServiceHint(SignableRequest request)
    {
        const string Field = "Credential=";
        var authorization = request.Header("Authorization") ?? "";
        var start = authorization.IndexOf(Field, StringComparison.Ordinal);
        var credential = start < 0 ? PresignedQuery.Value(request.RawQuery, "X-Amz-Credential") : authorization[(start + Field.Length)..].Split(',')[0];
        return credential?.Split('/') is { Length: >= 5 } parts ? parts[^2] : null;
    }

    /// <summary>Splits <c>key/date/region/service/aws4_request</c>; what is wrong with it comes as a refusal.</summary>
    internal static SignatureRefusal? ReadCredential(
        string credential, string timestamp, bool inQuery, out string accessKey, out SigningScope scope)
    {
        accessKey = "";
        scope = default;
        var parts = credential.Split('/');
        if (parts.Length < 5 || parts[0].Length == 0)
        {
            return new(RefusalKind.Incomplete,
                $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'",
                inQuery);
        }

        // The key comes first and may itself hold slashes; the scope is the last four.
        accessKey = string.Join('/', parts[..^4]);
        scope = new(parts[^4], parts[^3], parts[^2]);
        if (parts[^1] != "aws4_request")
        {
            return new(RefusalKind.WrongScope,
                $"Credential should be scoped with a valid terminator: 'aws4_request', not '{parts[^1]}'.", inQuery);
        }

        // The region becomes a part of every ARN.
        if (!scope.Region.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            return new(RefusalKind.WrongScope, $"Credential should be scoped to a valid region, not '{scope.Region}'.", inQuery);
        }

        return scope.Date == timestamp[..8]
            ? null
            : new(RefusalKind.WrongScope,
                $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{scope.Date}' != '{timestamp[..8]}', from '{timestamp}'.",
                inQuery);
    }

    /// <summary>Reads a time in the basic ISO 8601 form, or (in a Date header) in that of RFC 1123.</summary>
    internal static bool TryReadTime(string text, out string timestamp, out DateTimeOffset time)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isTime = DateTimeOffset.TryParseExact(text, SignatureV4.TimeFormat, CultureInfo.InvariantCulture, utc, out time)
            || DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, utc, out time);
        timestamp = isTime ? time.UtcDateTime.ToString(SignatureV4.TimeFormat, CultureInfo.InvariantCulture) : "";
        return isTime;
    }

    internal static string NotATime(string text) =>
        $"Date must be in ISO-8601 'basic format'. Got '{text}'. See http://en.wikipedia.org/wiki/ISO_8601";
}
