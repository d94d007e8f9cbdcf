using System.Text.RegularExpressions;
using Quell.Aws.Operations;
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

        if (RoleTrust.Allows(context.State.Current, arn, Service, ruleArn, context.Scope.Account) is false)
        {
            throw EventErrors.Validation($"Provided role '{roleArn}' cannot be assumed by principal '{Service}'.");
        }
    }

    [GeneratedRegex(@"^arn:aws[\w-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RoleArn();
}
