using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Quell.Aws.Signing;

/// <summary><c>AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c> with the time in X-Amz-Date or Date.</summary>
internal static class AuthorizationHeader
{
    public static bool TryRead(
        SignableRequest request, string authorization,
        [NotNullWhen(true)] out SignatureClaim? claim, [NotNullWhen(false)] out SignatureRefusal? refusal)
    {
        claim = null;
        var space = authorization.IndexOf(' ', StringComparison.Ordinal);
        var algorithm = space < 0 ? authorization : authorization[..space];
        if (algorithm != SignatureV4.Algorithm && algorithm.StartsWith("AWS", StringComparison.Ordinal))
        {
            refusal = new(RefusalKind.UnsupportedAlgorithm, $"Unsupported AWS 'algorithm': '{algorithm}'.");
            return false;
        }

        var (credential, signedHeaders, signature) = Components(authorization, algorithm.Length);
        var date = request.Header("X-Amz-Date") ?? request.Header("Date");
        if (Missing(credential, signedHeaders, signature, date) is { Length: > 0 } missing)
        {
            refusal = new(RefusalKind.Incomplete, $"{missing} Authorization={authorization}");
            return false;
        }

        if (!SignatureReader.TryReadTime(date!, out var timestamp, out var time))
        {
            refusal = new(RefusalKind.Incomplete, SignatureReader.NotATime(date!));
            return false;
        }

        refusal = SignatureReader.ReadCredential(credential!, timestamp, inQuery: false, out var accessKey, out var scope);
        if (refusal is not null)
        {
            return false;
        }

        claim = new(accessKey, scope, signedHeaders!.Split(';'), timestamp, time, signature!,
            request.Header("X-Amz-Security-Token"), Expires: null);
        return true;
    }

    private static (string? Credential, string? SignedHeaders, string? Signature) Components(string authorization, int start)
    {
        string? credential = null, signedHeaders = null, signature = null;
        foreach (var part in authorization[start..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            switch (equals < 0 ? "" : part[..equals])
            {
                case "Credential":
                    credential = part[(equals + 1)..];
                    break;
                case "SignedHeaders":
                    signedHeaders = part[(equals + 1)..];
                    break;
                case "Signature":
                    signature = part[(equals + 1)..];
                    break;
            }
        }

        return (credential, signedHeaders, signature);
    }

    private static string Missing(string? credential, string? signedHeaders, string? signature, string? date)
    {
        var missing = new StringBuilder();
        Require(credential, "'Credential' parameter.");
        Require(signature, "'Signature' parameter.");
        Require(signedHeaders, "'SignedHeaders' parameter.");
        Require(date, "existence of either a 'X-Amz-Date' or a 'Date' header.");
        return missing.ToString();

        void Require(string? value, string what)
        {
            if (string.IsNullOrEmpty(value))
            {
                missing.Append(missing.Length == 0 ? "" : " ").Append("Authorization header requires ").Append(what);
            }
        }
    }
}
