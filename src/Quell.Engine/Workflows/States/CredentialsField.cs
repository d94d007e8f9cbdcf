using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;

namespace Quell.Engine.Workflows.States;

/// <summary>A Task's <c>Credentials</c>: the ARN of the role that it takes on, as it stands, by a path or by an expression.</summary>
internal sealed class CredentialsField(PayloadTemplate? template, JsonataTemplate? expression)
{
    /// <exception cref="StateException">There is no role's ARN.</exception>
    public string Evaluate(Visit visit, JsonValue selected)
    {
        var credentials = expression?.Evaluate(visit) ?? template?.Evaluate(visit.PathScope(selected));
        return (credentials as JsonObject)?.String("RoleArn")
            ?? throw new StateException(Failures.ErrorNames.Runtime, "The field 'RoleArn' of Credentials must be the ARN of a role");
    }
}
