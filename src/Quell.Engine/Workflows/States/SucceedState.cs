namespace Quell.Engine.Workflows.States;

/// <summary>Ends its graph well.</summary>
internal sealed class SucceedState(string name) : State(name, "Succeed")
{
    public override void Enter(Visit visit) => visit.Leave(Data.Select(visit));
}
