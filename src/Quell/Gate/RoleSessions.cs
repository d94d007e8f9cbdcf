using System.Collections.Concurrent;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Client;
using Quell.Aws.Signing;

namespace Quell.Gate;

/// <summary>
/// The sessions at AWS that executions' calls are signed in: of the execution's own role, named as on AWS (after the function).
/// IAM is eventually consistent ("Troubleshoot IAM: changes that I make are not always immediately visible"): what was done
/// to a role through this gate a moment ago may not have reached STS, so that a refusal soon after it is asked again.
/// Safe for concurrent use.
/// </summary>
internal sealed class RoleSessions(AwsConnection aws, TimeProvider time) : IDisposable
{
    /// <summary>How long a role's making may take to reach STS; boto3 waits twice as long for an answer.</summary>
    private static readonly TimeSpan Spreading = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string RoleArn, string Name, string Region), AssumedRole> _sessions = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _changed = new(StringComparer.Ordinal);

    /// <summary>The keys of an execution's session.</summary>
    /// <param name="principal">The execution's: its ARN ends with the session's name.</param>
    public CredentialSource Of(Principal principal, RoleSession session, string region)
    {
        var name = principal.Arn[(principal.Arn.LastIndexOf('/') + 1)..];
        return cancellationToken => Keys((session.RoleArn, name, region), session.RoleName, cancellationToken);
    }

    /// <summary>Takes notice of a change that AWS has carried out: a new role's sessions are not those of an old one of its name.</summary>
    public void Note(Call call)
    {
        if (call is not { Service: "iam", Operation: "CreateRole" or "UpdateAssumeRolePolicy" } || call.Input.String("RoleName") is not { } role)
        {
            return;
        }

        _changed[role] = time.GetUtcNow();
        foreach (var key in _sessions.Keys.Where(key => key.RoleArn.EndsWith("/" + role, StringComparison.Ordinal)))
        {
            _sessions.TryRemove(key, out _);
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }
    }

    private async ValueTask<SigningCredentials> Keys((string RoleArn, string Name, string Region) key, string roleName, CancellationToken cancellationToken)
    {
        while (true)
        {
            var session = _sessions.GetOrAdd(key, _ => new AssumedRole(aws.Client, aws.Credentials, key.RoleArn, key.Name, key.Region, time));
            try
            {
                return await session.GetAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (AwsException refusal) when (refusal.Code == "AccessDenied" && IsSpreading(roleName))
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
            catch (AwsException refusal)
            {
                throw Explained(refusal, key.RoleArn);
            }
        }
    }

    private bool IsSpreading(string roleName) => _changed.TryGetValue(roleName, out var changed) && time.GetUtcNow() - changed < Spreading;

    /// <summary>Of the call itself nothing was sent, even where the connection to STS broke.</summary>
    private static AwsException Explained(AwsException fault, string roleArn) => new(
        fault.Code == "ConnectionClosedError" ? "EndpointConnectionError" : fault.Code,
        $"Quell cannot assume the role {roleArn}, which this call has to be signed with: {fault.Message}"
            + (fault.Code == "AccessDenied" ? " (Its trust policy has to let the identity that Quell runs with do sts:AssumeRole.)" : ""),
        fault.Status);
}
