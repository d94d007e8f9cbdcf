using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Runs a command on managed instances and waits until it has ended on all of them ("aws:runCommand").</summary>
internal sealed class AwsRunCommand() : RunbookAction("aws:runCommand")
{
    private const int MostInstances = 50;

    public override string Doing => "verifying the command has completed";

    public override void Enter(StepVisit visit)
    {
        var inputs = visit.Inputs;
        _ = inputs.Text("DocumentName");
        var instances = inputs.ListOrEmpty("InstanceIds");
        var targets = inputs.MapsOrNull("Targets");
        if (instances.IsEmpty && targets is not { Count: > 0 })
        {
            throw StepException.Inputs("aws:runCommand has InstanceIds or Targets; here is neither");
        }

        if (instances.Length > MostInstances)
        {
            throw StepException.Inputs($"InstanceIds has {instances.Length} items; {MostInstances} are allowed");
        }

        visit.Await(RunbookWork.Command, inputs.Values.Merge(JsonObject.Of(
            ("InstanceIds", instances.IsEmpty ? null : JsonArray.From(instances)), ("Targets", targets))));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var result = output as JsonObject ?? JsonObject.Empty;
        var outputs = JsonObject.Of(
            ("CommandId", result["CommandId"]), ("Status", result["Status"]), ("ResponseCode", result["ResponseCode"]), ("Output", result["Output"]));
        if (result.String("Status") == "Success")
        {
            visit.Succeed(result, outputs);
            return;
        }

        visit.Keep(outputs.With("OutputPayload", outputs));
        throw Poll.Failure($"Command {result.String("CommandId")} returns unexpected invocation result: \n{Listed(outputs)}", Doing);
    }

    /// <summary>Outputs as AWS's message has them: <c>{Status=[Failed], ResponseCode=[1], …}</c>.</summary>
    private static string Listed(JsonObject outputs) => $"{{{string.Join(", ", outputs.With("OutputPayload", outputs)
        .OrderBy(output => output.Key == "CommandId")
        .Select(output => $"{output.Key}=[{TypeConversion.Plain(output.Value)}]"))}}}";
}
