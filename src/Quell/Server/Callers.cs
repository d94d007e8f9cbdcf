using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Aws.Signing;
using Quell.Engine.Scopes;
using Quell.Gate;
using Quell.Sandbox.Identities;

namespace Quell.Server;

/// <summary>
/// Finds out who signed a request. Keys of environments and keys that IAM made are always verified; on loopback with the
/// sandbox any other key is accepted: one of 12 digits is that account's administrator, every other account 000000000000's.
/// </summary>
internal sealed class Callers(
    ResourceStore store, EnvironmentKeys environments, SigV4Verifier verifier, bool acceptsUnknownKeys, TimeProvider time)
{
    /// <param name="bodyHash">The body's hash; null for a body that is still a stream.</param>
    /// <param name="refusal">Why the request is not accepted.</param>
    public Caller? Find(SignableRequest request, SignatureClaim claim, string? bodyHash, out SignatureRefusal? refusal)
    {
        refusal = null;
        if (environments.Find(claim.AccessKey) is { } environment)
        {
            refusal = Verify(request, claim, bodyHash, environment.Secret, environment.SessionToken);
            return refusal is null ? new(environment.Principal, environment.Secret, environment) : null;
        }

        if (AccessKeys.Find(store.Current, claim.AccessKey) is { } key)
        {
            refusal = key.Expires < time.GetUtcNow()
                ? new(RefusalKind.ExpiredToken)
                : Verify(request, claim, bodyHash, key.Secret, key.SessionToken);
            return refusal is null ? new(key.Principal, key.Secret, null) : null;
        }

        if (!acceptsUnknownKeys)
        {
            refusal = new(RefusalKind.UnknownKey);
            return null;
        }

        return new(Principal.Root(AccountOf(claim.AccessKey), claim.AccessKey), null, null);
    }

    private static string AccountOf(string accessKey) =>
        accessKey.Length == 12 && accessKey.All(char.IsAsciiDigit) ? accessKey : Scope.DefaultAccount;

    private SignatureRefusal? Verify(SignableRequest request, SignatureClaim claim, string? bodyHash, string secret, string? sessionToken) =>
        claim.SessionToken != sessionToken
            ? new(RefusalKind.InvalidToken)
            : verifier.Verify(request, claim, secret, bodyHash, time.GetUtcNow());
}

/// <summary>Who signed a request.</summary>
/// <param name="Secret">For the signatures of chunks; null for an accepted unknown key, whose signatures mean nothing.</param>
/// <param name="Environment">The environment behind the key; null for callers from outside.</param>
internal sealed record Caller(Principal Principal, string? Secret, EnvironmentKey? Environment);
