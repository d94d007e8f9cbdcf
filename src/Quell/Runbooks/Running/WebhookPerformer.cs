using System.Text;
using Quell.Aws;
using Quell.Connections;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Runbooks.Running;

/// <summary>
/// Posts to the webhook of an integration, which is a secret parameter (Systems Manager User Guide, "Creating webhook integrations for
/// Automation": <c>url</c>, <c>headers</c>, <c>payload</c>), read as the execution's role. It may be sent again after a crash.
/// </summary>
internal sealed class WebhookPerformer(RunbookCalls calls, EndpointClient endpoints) : IWorkPerformer
{
    private const string Folder = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/";
    private const int MostRead = 64 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var name = order.Work.Spec.String("IntegrationName") ?? "";
        try
        {
            var input = JsonObject.Of(("Name", Folder + name), ("WithDecryption", true));
            var answer = await calls.Send(order, new("ssm", "GetParameter", input), "", cancellationToken).ConfigureAwait(false);
            return await Post(name, answer.Output.Object("Parameter")?.String("Value") ?? "", order.Work.Spec.String("Body"), cancellationToken).ConfigureAwait(false);
        }
        catch (AwsException refusal)
        {
            return new Signal.Failed(refusal.Code, refusal.Message);
        }
        catch (EndpointException fault)
        {
            return new Signal.Failed("WebhookInvocationFailed", fault.Message);
        }
    }

    public void Cancel(WorkOrder order)
    {
        // A request that is under way comes to its end.
    }

    private async Task<Signal> Post(string name, string integration, string? body, CancellationToken cancellationToken)
    {
        if (!TryParse(integration, out var form) || !Uri.TryCreate(form.String("url"), UriKind.Absolute, out var url) || form["headers"] is not (null or JsonObject))
        {
            return new Signal.Failed("InvalidIntegration", $"The integration {name} is no JSON object with a url, and headers by their names where there are any.");
        }

        var headers = (form.Object("headers") ?? JsonObject.Empty).Select(header => new KeyValuePair<string, string>(header.Key, Text(header.Value))).ToList();
        var request = new EndpointRequest(HttpMethod.Post, url)
        {
            Body = Encoding.UTF8.GetBytes(body ?? (form["payload"] is { } payload ? Text(payload) : "")),
            Limit = Limit,
            ReadsUpTo = MostRead,
        };
        var answer = await endpoints.Send(request, headers, cancellationToken).ConfigureAwait(false);
        return new Signal.Succeeded(JsonObject.Of(("Response", Encoding.UTF8.GetString(answer.Body.Span)), ("ResponseCode", answer.Status)));
    }

    private static bool TryParse(string text, out JsonObject form)
    {
        try
        {
            form = JsonValue.Parse(text) as JsonObject ?? JsonObject.Empty;
            return true;
        }
        catch (JsonSyntaxException)
        {
            form = JsonObject.Empty;
            return false;
        }
    }

    private static string Text(JsonValue value) => value is JsonString text ? text.Value : value.ToString();
}
