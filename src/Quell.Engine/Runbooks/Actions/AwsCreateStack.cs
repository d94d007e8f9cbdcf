using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Creates a stack and waits until it is there ("aws:createStack").</summary>
internal sealed class AwsCreateStack() : RunbookAction("aws:createStack")
{
    private const string Stack = "stack";

    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit)
    {
        _ = visit.Inputs.Text("StackName");
        visit.Call("cloudformation", "CreateStack", visit.Inputs.Values);
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var answer = output as JsonObject ?? JsonObject.Empty;
        if (work.Spec.String("api") == "CreateStack")
        {
            visit.Progress = visit.Progress.With(Stack, answer.String("StackId") ?? visit.Inputs.Text("StackName"));
            Due(visit);
            return;
        }

        var stack = answer.Array("Stacks").Objects.FirstOrDefault() ?? JsonObject.Empty;
        var status = stack.String("StackStatus") ?? "";
        var outputs = JsonObject.Of(("StackId", visit.Progress[Stack]), ("StackStatus", status), ("StackStatusReason", stack["StackStatusReason"]));
        if (status == "CREATE_COMPLETE")
        {
            visit.Succeed(outputs, outputs);
        }
        else if (status.Length == 0 || status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal))
        {
            Poll.Wait(visit);
        }
        else
        {
            visit.Keep(outputs);
            throw Poll.Failure($"Stack {visit.Progress.String(Stack)} entered unexpected state: {status}. {stack.String("StackStatusReason")}".TrimEnd());
        }
    }

    public override void Due(StepVisit visit) =>
        visit.Call("cloudformation", "DescribeStacks", JsonObject.Of(("StackName", visit.Progress[Stack])));
}
