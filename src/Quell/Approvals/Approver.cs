using Quell.Aws.Calls;
using Quell.Engine.Scopes;

namespace Quell.Approvals;

/// <summary>
/// Whether somebody is among those who may decide (Systems Manager User Guide, "aws:approve": a user's name, the ARN of a user, of a
/// role, of an assumed role). The account's administrator is meant by the account's number or its root's ARN.
/// </summary>
internal static class Approver
{
    public static bool Fits(string written, Principal principal)
    {
        if (!Arn.TryParse(written, out var arn))
        {
            return principal.Type == "IAMUser" ? principal.UserName == written : principal.Type == "Root" && principal.Account == written;
        }

        return written == principal.Arn
            || written == principal.Session?.RoleArn
            || (principal.Session is { } session && arn is { Service: "sts" } && arn.Account == principal.Account && arn.Resource == $"assumed-role/{session.RoleName}");
    }

    /// <summary>Whether it is a topic, whose subscribers decide by the link that they are sent.</summary>
    public static bool IsTopic(string written) => Arn.TryParse(written, out var arn) && arn.Service == "sns";
}
