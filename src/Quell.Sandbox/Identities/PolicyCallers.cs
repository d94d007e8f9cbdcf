using Quell.Aws.Calls;
using Quell.Engine.Policies;

namespace Quell.Sandbox.Identities;

/// <summary>A call's principal as policies name it.</summary>
internal static class PolicyCallers
{
    public static PolicyCaller Of(Principal principal) => principal.Type == "AWSService"
        ? PolicyCaller.OfService(principal.PrincipalId)
        : new(principal.Account, principal.Session is { } session ? [principal.Arn, session.RoleArn] : [principal.Arn]);
}
