using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Workflows;

/// <summary>Finds what a request names, and says in AWS's words that it is not there.</summary>
internal static class StateMachineLookup
{
    /// <summary>The state machine that <c>stateMachineArn</c> names; versions and aliases are none.</summary>
    /// <exception cref="AwsException"><c>InvalidArn</c>, <c>StateMachineDoesNotExist</c> or <c>StateMachineDeleting</c>.</exception>
    public static (StatesArn.StateMachine Arn, JsonObject Machine) Machine(this OperationContext context)
    {
        var arn = StateMachines.Parsed(context.Input.String("stateMachineArn"));
        if (arn != arn.Unqualified)
        {
            throw WorkflowErrors.NoStateMachine($"{arn}");
        }

        var machine = context.Existing(arn);
        return StateMachines.IsDeleting(machine) ? throw WorkflowErrors.StateMachineDeleting($"{arn}") : (arn, machine);
    }

    /// <summary>The state machine, whatever qualifier the ARN has.</summary>
    /// <exception cref="AwsException"><c>StateMachineDoesNotExist</c>; also for one of another account or region.</exception>
    public static JsonObject Existing(this OperationContext context, StatesArn.StateMachine arn) =>
        arn.Scope == context.Scope && StateMachines.Find(context.State.Current, arn) is { } machine
            ? machine
            : throw WorkflowErrors.NoStateMachine($"{arn}");
}
