using Quell.Accounts;
using Quell.Engine.Resources;
using Quell.Executions;

namespace Quell.Workflows.Executing;

/// <summary>
/// State machines that are being deleted (API Reference, DeleteStateMachine) go when the last of their executions has ended: at its
/// end, or at the next start where a crash came between.
/// </summary>
internal sealed class PendingDeletions(WorkflowHost host)
{
    /// <summary>Whether executions of a state machine run, by its ARN.</summary>
    public bool IsRunning(string arn) => host.Journal.Read(connection => connection.Number(
        "SELECT EXISTS (SELECT 1 FROM executions WHERE kind = 'workflow' AND state = 1 AND target = ?1)", arn)) == 1;

    /// <summary>Looks after all that were being deleted when the process ended.</summary>
    public void Start()
    {
        foreach (var machine in host.Resources.Current.ListAll(StateMachines.Type).Select(entry => entry.Value).Where(StateMachines.IsDeleting).ToList())
        {
            Remove(StateMachines.Parsed(machine.String("stateMachineArn")));
        }
    }

    /// <summary>An execution has ended. Express ones never keep a state machine, nor do the children of a map run: their parent runs.</summary>
    public void Ended(ExecutionHeader header)
    {
        if (header.MapRun is null)
        {
            Remove(StateMachines.Parsed(header.Target));
        }
    }

    // Within a step of the state, so that a request to delete comes before or after.
    private void Remove(StatesArn.StateMachine arn) => host.Resources.Run(state =>
    {
        var edit = new ResourceEdit(state);
        if (StateMachines.Find(state, arn) is { } machine && StateMachines.IsDeleting(machine) && !IsRunning($"{arn}"))
        {
            StateMachineDeletion.Remove(edit, arn);
        }

        return new ResourceStep<bool>(edit, true);
    });
}
