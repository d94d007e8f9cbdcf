using System.Globalization;
using Quell.Aws;
using Quell.Commands;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Runbooks.Running;

/// <summary>
/// Sends the command of <c>aws:runCommand</c> and waits until it is over everywhere, all as the execution's role: the same calls go to
/// Quell's own Run Command and to AWS's. What the command came to is answered; the step decides whether that is a failure.
/// </summary>
internal sealed class CommandPerformer(RunbookCalls calls, TimeProvider time) : IWorkPerformer
{
    private const string Service = "ssm";
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The inputs that go on as they are.</summary>
    private static readonly string[] Texts =
        ["DocumentName", "DocumentVersion", "DocumentHash", "DocumentHashType", "Comment", "MaxConcurrency", "MaxErrors", "OutputS3BucketName", "OutputS3KeyPrefix", "ServiceRoleArn"];

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        try
        {
            // The command's id derives from the order: sent again after a crash, the call answers with the command that there is.
            var sent = await Call(order, "SendCommand", Request(order.Work.Spec), "", cancellationToken).ConfigureAwait(false);
            var id = sent.Object("Command")?.String("CommandId") ?? "";
            var command = await Over(order, id, cancellationToken).ConfigureAwait(false);
            var told = await Call(order, "ListCommandInvocations", JsonObject.Of(("CommandId", id), ("Details", true)), "invocations", cancellationToken).ConfigureAwait(false);
            var invocations = told.Array("CommandInvocations").Objects.ToList();
            var plugins = invocations.SelectMany(invocation => invocation.Array("CommandPlugins").Objects).ToList();
            return new Signal.Succeeded(JsonObject.Of(
                ("CommandId", id),
                ("Status", command["Status"]),
                ("ResponseCode", CommandListing.Responded(plugins)),
                ("Output", string.Concat(plugins.Select(plugin => plugin.String("Output"))))));
        }
        catch (AwsException refusal)
        {
            return new Signal.Failed(refusal.Code, refusal.Message);
        }
    }

    public void Cancel(WorkOrder order)
    {
        // As on AWS the command goes on by itself: CancelCommand is another permission.
    }

    private async Task<JsonObject> Over(WorkOrder order, string id, CancellationToken cancellationToken)
    {
        for (var (round, pause) = (0, ShortestPause); ; round++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"list/{round}");
            var listed = await Call(order, "ListCommands", JsonObject.Of(("CommandId", id)), name, cancellationToken).ConfigureAwait(false);
            if (listed.Array("Commands").Objects.FirstOrDefault() is { } command && CommandStatus.IsOver(command.String("Status")))
            {
                return command;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<JsonObject> Call(WorkOrder order, string operation, JsonObject input, string name, CancellationToken cancellationToken) =>
        (await calls.Send(order, new(Service, operation, input), name, cancellationToken).ConfigureAwait(false)).Output;

    private static JsonObject Request(JsonObject spec)
    {
        var request = JsonObject.Of(
            ("InstanceIds", spec["InstanceIds"]),
            ("Targets", spec["Targets"]),
            ("Parameters", Parameters(spec.Object("Parameters"))),
            ("TimeoutSeconds", Number(spec["TimeoutSeconds"])),
            ("NotificationConfig", spec["NotificationConfig"]),
            ("CloudWatchOutputConfig", spec["CloudWatchOutputConfig"]));
        return Texts.Where(spec.Has).Aggregate(request, (made, name) => made.With(name, Text(spec[name]!)));
    }

    /// <summary>Each a list of texts, as SendCommand has it, however the document writes it.</summary>
    private static JsonObject? Parameters(JsonObject? given) => given is null ? null : JsonObject.From(given.Select(parameter => new KeyValuePair<string, JsonValue>(
        parameter.Key, parameter.Value is JsonArray items ? JsonArray.From(items.Items.Select(Text)) : JsonArray.From([Text(parameter.Value)]))));

    private static JsonValue? Number(JsonValue? value) =>
        value is JsonString text && long.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : value;

    private static string Text(JsonValue value) => value is JsonString text ? text.Value : value.ToString();
}
