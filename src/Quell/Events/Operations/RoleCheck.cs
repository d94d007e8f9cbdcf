using System.Text.RegularExpressions;
using Quell.Aws.Operations;
using Quell.Engine.Policies;
using Quell.Engine.Scopes;
using Quell.Sandbox.Identities;

namespace Quell.Events.Operations;

/// <summary>
/// Checks the role that a rule or target names: EventBridge must be able to assume it. A role that is not in the simulated
/// account (it may be AWS's) is taken at its word.
/// </summary>
internal static partial class RoleCheck
{
    private const string Service = "events.amazonaws.com";

    /// <param name="ruleArn">The rule in whose name the role would be assumed.</param>
    /// <exception cref="Quell.Aws.AwsException"><c>ValidationException</c>.</exception>
    public static void Check(OperationContext context, string? roleArn, string ruleArn)
    {
        if (roleArn is null)
        {
            return;
        }

        if (!RoleArn().IsMatch(roleArn) || !Arn.TryParse(roleArn, out var arn))
        {
            throw EventErrors.Validation($"Parameter {roleArn} is not valid. Reason: Provided Arn is not in correct format.");
        }

        if (context.State.Get(arn.Scope.Global, IdentityKind.Role.Type, arn.Resource.Split('/')[^1]) is { } role
            && PolicyDocument.Stored(role.String("AssumeRolePolicyDocument"))?.Evaluate(Request(context, roleArn, ruleArn)) != PolicyVerdict.Allowed)
        {
            throw EventErrors.Validation($"Provided role '{roleArn}' cannot be assumed by principal '{Service}'.");
        }
    }

    private static PolicyRequest Request(OperationContext context, string roleArn, string ruleArn) =>
        new(PolicyCaller.OfService(Service), "sts:AssumeRole", roleArn)
        {
            Context = new() { { "aws:SourceArn", ruleArn }, { "aws:SourceAccount", context.Scope.Account } },
        };

    [GeneratedRegex(@"^arn:aws[\w-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RoleArn();
}
