using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Runs a script; what its handler returns is the output <c>Payload</c> ("aws:executeScript").</summary>
internal sealed class AwsExecuteScript() : RunbookAction("aws:executeScript")
{
    /// <summary>Bytes of a payload that come back ("aws:executeScript", "Payload").</summary>
    private const int LargestPayload = 102_400;

    public override TimeSpan? Timeout => LongestTimeout;

    /// <summary>600 seconds ("aws:executeScript").</summary>
    public override TimeSpan? LongestTimeout { get; } = TimeSpan.FromSeconds(600);

    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit)
    {
        var inputs = visit.Inputs;
        var script = inputs.TextOrNull("Script");
        var attachment = inputs.TextOrNull("Attachment");
        if (script is null && attachment is null)
        {
            throw StepException.Inputs("aws:executeScript has a Script or an Attachment; here is neither");
        }

        visit.Await(RunbookWork.Script, JsonObject.Of(
            ("runtime", inputs.Text("Runtime")), ("handler", inputs.TextOrNull("Handler")), ("script", script),
            ("payload", inputs.Values["InputPayload"] ?? JsonObject.Empty), ("attachment", attachment)));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var payload = (output as JsonObject)?["Payload"] ?? JsonValue.Null;
        if (payload.Size > LargestPayload)
        {
            throw StepException.Verification($"The script's payload has {payload.Size} bytes; {LargestPayload} are allowed");
        }

        visit.Log = (output as JsonObject)?.String("log");
        visit.Succeed(JsonObject.Of(("Payload", payload)), payload is JsonNull ? null : JsonObject.Of(("Payload", payload)));
    }
}
