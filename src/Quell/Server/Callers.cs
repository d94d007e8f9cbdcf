using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Aws.Signing;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Gate;
using Quell.Sandbox.Identities;
using Quell.Sandbox.Identities.Credentials;

namespace Quell.Server;

/// <summary>
/// Finds out who signed a request. Keys of environments and keys that IAM made are always verified; on loopback with the
/// sandbox any other key is accepted: one of 12 digits is that account's administrator, every other account 000000000000's.
/// </summary>
internal sealed class Callers(ResourceStore store, EnvironmentKeys environments, SigV4Verifier verifier, TimeProvider time)
{
    /// <summary>The key of whoever operates this Quell in front of AWS; null with the sandbox.</summary>
    public required Func<OperatorKey?> Operator { get; init; }

    /// <summary>Whether a key that nobody made is accepted.</summary>
    public required bool AcceptsUnknownKeys { get; init; }

    /// <summary>Whoever follows a link that needs no signature.</summary>
    public Caller Anonymous => new(Principal.Root(Operator()?.Principal.Account ?? Scope.DefaultAccount), null, null);

    /// <param name="body">The body; null while it is a stream, whose reader holds it against the hash that the request names.</param>
    /// <param name="refusal">Why the request is not accepted; null exactly where there is a caller.</param>
    public Caller? Find(
        SignableRequest request, SignatureClaim claim, ReadOnlyMemory<byte>? body, out SignatureRefusal? refusal)
    {
        Caller caller;
        if (environments.Find(claim.AccessKey) is { } environment)
        {
            caller = new(environment.Principal, environment.Secret, environment);
            refusal = Verify(request, claim, body, environment.Secret, environment.SessionToken);
        }
        else if (Operator() is { } operatorKey)
        {
            // In front of AWS nobody else is known: keys that the sandbox's IAM made in this data folder open nothing here.
            caller = new(operatorKey.Principal, operatorKey.Secret, null);
            refusal = operatorKey.AccessKeyId == claim.AccessKey
                ? Verify(request, claim, body, operatorKey.Secret, operatorKey.SessionToken)
                : new(RefusalKind.UnknownKey);
        }
        else if (AccessKeys.Find(store.Current, claim.AccessKey) is { } key)
        {
            caller = new(key.Principal, key.Secret, null);
            refusal = !key.IsActive ? new(RefusalKind.UnknownKey)
                : key.Expires < time.GetUtcNow() ? new(RefusalKind.ExpiredToken)
                : Verify(request, claim, body, key.Secret, key.SessionToken);
            if (refusal is null)
            {
                NoteUse(claim, key.Principal.Account);
            }
        }
        else
        {
            caller = new(Principal.Root(AccountOf(claim.AccessKey), claim.AccessKey), null, null);
            refusal = AcceptsUnknownKeys ? null : new(RefusalKind.UnknownKey);
        }

        return refusal is null ? caller : null;
    }

    /// <summary>Nobody waits for the disk here: a use that a crash forgets is noted again with the next.</summary>
    private void NoteUse(SignatureClaim claim, string account)
    {
        var now = time.GetUtcNow();
        if (AccessKeyUse.IsDue(store.Current, account, claim.AccessKey, now))
        {
            store.Run(state =>
            {
                var edit = new ResourceEdit(state);
                AccessKeyUse.Note(edit, account, claim.AccessKey, (claim.Service, claim.Scope.Region), now);
                return new ResourceStep<bool>(edit, true);
            });
        }
    }

    private static string AccountOf(string accessKey) =>
        accessKey.Length == 12 && accessKey.All(char.IsAsciiDigit) ? accessKey : Scope.DefaultAccount;

    private SignatureRefusal? Verify(
        SignableRequest request, SignatureClaim claim, ReadOnlyMemory<byte>? body, string secret, string? sessionToken) =>
        claim.SessionToken != sessionToken
            ? new(RefusalKind.InvalidToken)
            : verifier.Verify(request, claim, secret, body is { } bytes ? PayloadHash.Of(bytes.Span) : null, time.GetUtcNow());
}

/// <summary>Who signed a request.</summary>
/// <param name="Secret">For the signatures of chunks; null for an accepted unknown key, whose signatures mean nothing.</param>
/// <param name="Environment">The environment behind the key; null for callers from outside.</param>
internal sealed record Caller(Principal Principal, string? Secret, EnvironmentKey? Environment);
