using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Sends a request to the webhook of an integration ("aws:invokeWebhook").</summary>
internal sealed class AwsInvokeWebhook() : RunbookAction("aws:invokeWebhook")
{
    public override void Enter(StepVisit visit) => visit.Await(RunbookWork.Webhook, JsonObject.Of(
        ("IntegrationName", visit.Inputs.Text("IntegrationName")),
        ("Body", visit.Inputs.Values["Body"] is { } body ? TypeConversion.Plain(body) : null)));

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var result = output as JsonObject ?? JsonObject.Empty;
        visit.Succeed(result, JsonObject.Of(("Response", result["Response"]), ("ResponseCode", result["ResponseCode"])));
    }
}
