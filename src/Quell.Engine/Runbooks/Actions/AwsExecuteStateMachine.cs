using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Starts a state machine and waits until its execution ends; the outputs are what DescribeExecution tells ("aws:executeStateMachine").</summary>
internal sealed class AwsExecuteStateMachine() : RunbookAction("aws:executeStateMachine")
{
    private const string Service = "stepfunctions";
    private const string Execution = "execution";

    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit)
    {
        var inputs = visit.Inputs;
        visit.Call(Service, "StartExecution", JsonObject.Of(
            ("stateMachineArn", inputs.Text("stateMachineArn")), ("name", inputs.TextOrNull("name")),
            ("input", inputs.Values["input"] is { } input ? TypeConversion.Plain(input) : null), ("traceHeader", inputs.TextOrNull("traceHeader"))));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var answer = output as JsonObject ?? JsonObject.Empty;
        if (work.Spec.String("api") == "StartExecution")
        {
            visit.Progress = visit.Progress.With(Execution, answer["executionArn"]);
            Due(visit);
            return;
        }

        switch (answer.String("status"))
        {
            case "RUNNING" or "PENDING_REDRIVE":
                Poll.Wait(visit);
                break;
            case "SUCCEEDED":
                visit.Succeed(answer, answer);
                break;
            case var status:
                visit.Keep(answer);
                throw Poll.Failure($"The execution {visit.Progress.String(Execution)} ended with the status {status}. {answer.String("error")} {answer.String("cause")}".TrimEnd());
        }
    }

    public override void Due(StepVisit visit) => visit.Call(Service, "DescribeExecution", JsonObject.Of(("executionArn", visit.Progress[Execution])));
}
