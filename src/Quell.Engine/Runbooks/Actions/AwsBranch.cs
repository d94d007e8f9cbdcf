using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Goes to the step of the first choice that holds, else to the default, else on ("aws:branch").</summary>
internal sealed class AwsBranch() : RunbookAction("aws:branch")
{
    /// <summary>Choices are looked at one by one, and may refer to steps that have not run; so nothing is resolved beforehand.</summary>
    public override JsonObject Resolve(JsonObject inputs, RunbookScope scope) => inputs;

    public override void Enter(StepVisit visit)
    {
        var chosen = visit.Inputs.Values.Array("Choices").Objects.FirstOrDefault(choice => Condition.Holds(choice, visit.Scope));
        var next = chosen is null ? visit.Inputs.TextOrNull("Default") : chosen.String("NextStep");
        if (next is not null)
        {
            visit.SucceedTo(next);
        }
        else if (chosen is null)
        {
            visit.Succeed(JsonObject.Empty);
        }
        else
        {
            throw StepException.Inputs($"The choice {chosen} has no NextStep");
        }
    }
}
