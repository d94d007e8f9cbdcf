using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Workflows;

/// <summary>
/// Deletes state machines with their versions and aliases (API Reference, DeleteStateMachine): one whose executions run is
/// <c>DELETING</c> until the last of them has ended, and nothing new is started or changed meanwhile.
/// </summary>
/// <param name="isRunning">Whether executions of the state machine run, by its ARN.</param>
internal sealed class StateMachineDeletion(Func<string, bool> isRunning)
{
    /// <summary>That it is not there, or is being deleted already, is no failure.</summary>
    public JsonObject DeleteStateMachine(OperationContext context)
    {
        var arn = StateMachines.Parsed(context.Input.String("stateMachineArn"));
        if (arn != arn.Unqualified)
        {
            throw WorkflowErrors.Validation($"A state machine is deleted by its ARN without a qualifier. Received: {arn}");
        }

        if (arn.Scope != context.Scope || StateMachines.Find(context.State.Current, arn) is not { } machine)
        {
            return JsonObject.Empty;
        }

        context.Touches($"{arn}", "AWS::StepFunctions::StateMachine");
        if (isRunning($"{arn}"))
        {
            context.State.Put(arn.Scope, StateMachines.Type, arn.Name, StateMachines.AsDeleting(machine));
        }
        else
        {
            Remove(context.State, arn);
        }

        return JsonObject.Empty;
    }

    /// <summary>Removes a state machine with all its versions and aliases: at once, or when the last execution of one that is being deleted has ended.</summary>
    public static void Remove(ResourceEdit state, StatesArn.StateMachine arn)
    {
        foreach (var (number, _) in StateMachines.Versions(state.Current, arn).ToList())
        {
            state.Delete(arn.Scope, StateMachines.VersionType, StateMachines.QualifiedId(arn.WithVersion(number)));
        }

        foreach (var alias in StateMachines.Aliases(state.Current, arn).ToList())
        {
            state.Delete(arn.Scope, StateMachines.AliasType, StateMachines.QualifiedId(arn.WithAlias(alias.String("name") ?? "")));
        }

        state.Delete(arn.Scope, StateMachines.Type, arn.Name);
    }
}
