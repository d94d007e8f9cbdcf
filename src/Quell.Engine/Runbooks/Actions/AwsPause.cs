using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Waits until somebody resumes it ("aws:pause").</summary>
internal sealed class AwsPause() : RunbookAction(ActionName)
{
    public const string ActionName = "aws:pause";

    /// <summary>Seven days, 30 at the most ("aws:pause").</summary>
    public override TimeSpan? Timeout { get; } = TimeSpan.FromDays(7);

    public override void Enter(StepVisit visit)
    {
        visit.TellWaiting("pause");
        visit.AwaitToken(RunbookWork.Pause, JsonObject.Of(("reason", "pause")));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output) => visit.Succeed(JsonObject.Empty);
}
