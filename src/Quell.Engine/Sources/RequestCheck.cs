using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Quell.Engine.Sources;

/// <summary>Checks that requests come from who knows one of the secrets. Compares in a time that tells nothing of them.</summary>
/// <param name="secrets">Several while one is replaced by another; none for <see cref="CheckDefinition.None"/>.</param>
internal sealed class RequestCheck(CheckDefinition definition, ImmutableArray<string> secrets)
{
    private const string BasicPrefix = "Basic ";

    public CheckDefinition Definition { get; } = definition;

    /// <summary>The headers that it looks at, in lower case.</summary>
    public ImmutableArray<string> Headers => Definition switch
    {
        CheckDefinition.Token token => [token.Header.ToLowerInvariant()],
        CheckDefinition.Basic => ["authorization"],
        CheckDefinition.Hmac hmac => [hmac.Header.ToLowerInvariant()],
        _ => [],
    };

    /// <summary>What the answer's <c>WWW-Authenticate</c> says; null where there is no such scheme.</summary>
    public string? Challenge => Definition switch
    {
        CheckDefinition.Token { Prefix.Length: > 0 } => "Bearer",
        CheckDefinition.Basic => "Basic realm=\"quell\", charset=\"UTF-8\"",
        _ => null,
    };

    /// <summary>Why the request is refused; null where it is not.</summary>
    public string? Refuse(SourceRequest request, DateTimeOffset now) => Definition switch
    {
        CheckDefinition.Token token => OfToken(request, token),
        CheckDefinition.Basic basic => OfBasic(request, basic.User),
        CheckDefinition.Hmac hmac => OfHmac(request, hmac, now),
        _ => null,
    };

    private string? OfToken(SourceRequest request, CheckDefinition.Token token) => request.Header(token.Header) switch
    {
        null => $"The header {token.Header} is missing{(token.Prefix.Length > 0 ? "; it wants 'Bearer' and the token" : "")}.",
        var given when given.StartsWith(token.Prefix, StringComparison.OrdinalIgnoreCase) && IsAny(given[token.Prefix.Length..].Trim(), static secret => secret) => null,
        _ => $"What the header {token.Header} holds is not right.",
    };

    private string? OfBasic(SourceRequest request, string user)
    {
        if (request.Header("authorization") is not { } given || !given.StartsWith(BasicPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return "User and password are wanted (Authorization: Basic).";
        }

        return IsAny(given[BasicPrefix.Length..].Trim(), secret => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")))
            ? null
            : "User or password is not right.";
    }

    private string? OfHmac(SourceRequest request, CheckDefinition.Hmac hmac, DateTimeOffset now)
    {
        if (request.Header(hmac.Header) is not { } header)
        {
            return $"The signature is missing: there is no header {hmac.Header}.";
        }

        byte[] signed = [];
        if (hmac.Clock is { } clock)
        {
            if (request.Header(clock.Header) is not { } stamp || !long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return $"The header {clock.Header} wants the time of the signature in seconds since 1970.";
            }

            if (Math.Abs(seconds - (double)now.ToUnixTimeSeconds()) > clock.Tolerance.TotalSeconds)
            {
                return $"The signature's time is more than {clock.Tolerance.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds from now.";
            }

            signed = Encoding.UTF8.GetBytes(stamp + clock.Separator);
        }

        signed = [.. signed, .. request.Body.Span];
        var given = (hmac.Separator is { } separator ? header.Split(separator) : [header])
            .Select(each => each.Trim())
            .Where(each => each.StartsWith(hmac.Prefix, StringComparison.Ordinal))
            .Select(each => each[hmac.Prefix.Length..]);
        return given.Any(signature => IsAny(hmac.IsBase64 ? signature : signature.ToLowerInvariant(), secret => Sign(hmac, secret, signed)))
            ? null
            : $"The signature in {hmac.Header} is not that of this body.";
    }

    private static string Sign(CheckDefinition.Hmac hmac, string secret, byte[] signed)
    {
        var key = Encoding.UTF8.GetBytes(secret);
#pragma warning disable CA5350 // A sender's own choice: HMAC-SHA1 is what some of them have.
        var hash = hmac.Algorithm switch
        {
            "sha1" => HMACSHA1.HashData(key, signed),
            "sha384" => HMACSHA384.HashData(key, signed),
            "sha512" => HMACSHA512.HashData(key, signed),
            _ => HMACSHA256.HashData(key, signed),
        };
#pragma warning restore CA5350
        return hmac.IsBase64 ? Convert.ToBase64String(hash) : Convert.ToHexStringLower(hash);
    }

    // All secrets are looked at, and hashes are compared, so that neither time nor length tells how near a guess is.
    private bool IsAny(string given, Func<string, string> expected)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        return secrets.Aggregate(false, (found, secret) => CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(expected(secret)))) | found);
    }
}
