using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Runs another runbook and waits until it ends ("aws:executeAutomation").</summary>
internal sealed class AwsExecuteAutomation() : RunbookAction("aws:executeAutomation")
{
    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit)
    {
        var inputs = visit.Inputs;
        visit.AwaitToken(RunbookWork.Child, JsonObject.Of(
            ("documentName", inputs.Text("DocumentName")), ("documentVersion", inputs.TextOrNull("DocumentVersion")),
            ("runtimeParameters", Texts(inputs.MapOrNull("RuntimeParameters") ?? JsonObject.Empty)),
            ("targets", inputs.MapsOrNull("Targets")), ("targetMaps", inputs.MapsOrNull("TargetMaps")), ("targetLocations", inputs.MapsOrNull("TargetLocations")),
            ("targetParameterName", inputs.TextOrNull("TargetParameterName")), ("maxConcurrency", inputs.TextOrNull("MaxConcurrency")),
            ("maxErrors", inputs.TextOrNull("MaxErrors")), ("tags", inputs.MapsOrNull("Tags"))));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var child = output as JsonObject ?? JsonObject.Empty;
        var outputs = JsonObject.Of(("ExecutionId", child["ExecutionId"]), ("Status", child["Status"]), ("Output", child["Output"] ?? JsonArray.Empty));
        if (child.String("Status") is "Success" or "CompletedWithSuccess")
        {
            visit.Succeed(outputs, outputs);
            return;
        }

        visit.Keep(outputs);
        throw Poll.Failure($"The automation execution {child.String("ExecutionId")} ended with the status {child.String("Status")}. {child.String("FailureMessage")}".TrimEnd());
    }

    /// <summary>Parameters as StartAutomationExecution takes them: name → list of texts.</summary>
    private static JsonObject Texts(JsonObject parameters) => JsonObject.From(parameters.Select(parameter => KeyValuePair.Create(
        parameter.Key, (JsonValue)JsonArray.From((parameter.Value as JsonArray ?? [parameter.Value]).Items.Select(TypeConversion.Plain)))));
}
