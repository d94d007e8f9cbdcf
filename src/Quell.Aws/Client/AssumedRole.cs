using Quell.Aws.Signing;
using Quell.Engine.Json;

namespace Quell.Aws.Client;

/// <summary>The keys of a role's session, got from STS and kept until shortly before they expire. Safe for any number of threads.</summary>
/// <param name="source">The keys that may assume the role.</param>
/// <param name="region">The region whose STS is asked.</param>
internal sealed class AssumedRole(
    AwsClient client, CredentialSource source, string roleArn, string sessionName, string region, TimeProvider time) : IDisposable
{
    /// <summary>Keys that live no longer than this are replaced, so that a call in flight never outlives them.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Session? _session;

    /// <summary>The session's keys: a <see cref="CredentialSource"/>.</summary>
    /// <exception cref="AwsException">STS refused.</exception>
    public async ValueTask<SigningCredentials> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _session) is { } current && IsFresh(current))
        {
            return current.Credentials;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_session is not { } session || !IsFresh(session))
            {
                session = await AssumeAsync(cancellationToken);
                Volatile.Write(ref _session, session);
            }

            return session.Credentials;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private bool IsFresh(Session session) => time.GetUtcNow() < session.Expires - Margin;

    private async Task<Session> AssumeAsync(CancellationToken cancellationToken)
    {
        var input = JsonObject.Of(("RoleArn", roleArn), ("RoleSessionName", sessionName));
        var answer = await client.CallAsync(new("sts", "AssumeRole", input, region) { Credentials = source }, cancellationToken);
        var keys = answer.Output.Object("Credentials");
        return keys?.String("AccessKeyId") is { } key && keys.String("SecretAccessKey") is { } secret
            && DateTimeOffset.TryParse(keys.String("Expiration"), System.Globalization.CultureInfo.InvariantCulture, out var expires)
            ? new(new(key, secret, keys.String("SessionToken")), expires)
            : throw new AwsException("InvalidResponse", "AssumeRole's answer has no credentials.", 502);
    }

    private sealed record Session(SigningCredentials Credentials, DateTimeOffset Expires);
}
