using System.Globalization;
using Quell.Aws.Operations;
using Quell.Documents;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Rollout;

namespace Quell.Commands;

/// <summary>SendCommand: what is sent is kept with its invocations, and <see cref="CommandRunner"/> carries it out.</summary>
internal static class CommandSending
{
    /// <summary>A command that is over is forgotten after a time (User Guide, "Understanding command statuses": 30 days).</summary>
    public const string ForgetTimer = "ssm:command-forget";

    private const long UsualTimeout = 3600;
    private const string UsualConcurrency = "50";
    private const string UsualErrors = "0";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>What is refused rather than passed over.</summary>
    private static readonly string[] Unsupported =
        ["OutputS3Region", "OutputS3BucketName", "OutputS3KeyPrefix", "ServiceRoleArn", "NotificationConfig", "CloudWatchOutputConfig", "AlarmConfiguration", "DocumentHash"];

    public static JsonObject SendCommand(OperationContext context)
    {
        // The id derives from the call, so that one that is made again after a crash finds what it has sent.
        var (input, scope, id) = (context.Input, context.Scope, context.Transaction.Ids.Uuid());
        if (Commands.Find(context.State.Current, scope, id) is { } sent)
        {
            return JsonObject.Of(("Command", Commands.Shown(sent)));
        }

        if (Unsupported.FirstOrDefault(input.Has) is { } member)
        {
            throw CommandErrors.Validation($"{member} of SendCommand is not supported here.");
        }

        var document = DocumentLookup.Find(context.State.Current, scope, input.String("DocumentName") ?? "", input.String("DocumentVersion"));
        var steps = CommandDocument.Read(document, input.Object("Parameters") ?? JsonObject.Empty);
        var instances = ManagedInstances.Named(context.State.Current, scope, input);
        var command = New(context, id, document, instances).With("Steps", JsonArray.From(steps.Select(step => (JsonValue)step.ToJson())));
        context.State.Put(scope, Commands.Type, id, command);
        CommandNotices.OfCommand(context.Transaction, scope, command);
        foreach (var instance in instances)
        {
            var invocation = Invocation(context, command, instance, steps);
            context.State.Put(scope, Commands.InvocationType, Commands.InvocationKey(scope, id, instance).Id, invocation);
            CommandNotices.OfInvocation(context.Transaction, scope, invocation);
        }

        context.Transaction.After(Kept, scope, ForgetTimer, JsonObject.Of(("CommandId", id)));
        return JsonObject.Of(("Command", Commands.Shown(command)));
    }

    public static void Forget(Transaction transaction, Quell.Aws.Operations.Timer timer)
    {
        var (scope, id) = (timer.Key.Scope, timer.Data.String("CommandId") ?? "");
        foreach (var instance in Commands.Find(transaction.State.Current, scope, id)?.Array("Invoked").Strings ?? [])
        {
            transaction.State.Delete(scope, Commands.InvocationType, Commands.InvocationKey(scope, id, instance).Id);
        }

        transaction.State.Delete(scope, Commands.Type, id);
    }

    private static JsonObject New(OperationContext context, string id, FoundDocument document, IReadOnlyList<string> instances)
    {
        var input = context.Input;
        var (concurrency, errors) = (input.String("MaxConcurrency") ?? UsualConcurrency, input.String("MaxErrors") ?? UsualErrors);
        if (RolloutPlan.Count(concurrency, instances.Count, 1) is null || RolloutPlan.Count(errors, instances.Count, 0) is null)
        {
            throw CommandErrors.Validation("MaxConcurrency and MaxErrors are numbers or percentages.");
        }

        // A command that fits no instance has nothing to do, and has succeeded (User Guide, "No Invocations In Tag").
        var status = instances.Count == 0 ? CommandStatus.Success : CommandStatus.Pending;
        var timeout = input.Long("TimeoutSeconds") ?? UsualTimeout;
        return JsonObject.Of(
            ("CommandId", id),
            ("DocumentName", document.Name),
            ("DocumentVersion", document.Version),
            ("Comment", input.String("Comment") ?? ""),
            ("ExpiresAfter", (context.Now + TimeSpan.FromSeconds(timeout)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            ("Parameters", input.Object("Parameters") ?? JsonObject.Empty),
            ("InstanceIds", input.Array("InstanceIds")),
            ("Targets", input.Array("Targets")),
            ("RequestedDateTime", context.NowText),
            ("Status", status),
            ("StatusDetails", instances.Count == 0 ? "NoInstancesInTag" : status),
            ("MaxConcurrency", concurrency),
            ("MaxErrors", errors),
            ("TargetCount", instances.Count),
            ("CompletedCount", 0),
            ("ErrorCount", 0),
            ("DeliveryTimedOutCount", 0),
            ("TimeoutSeconds", timeout),
            ("Invoked", JsonArray.From(instances)));
    }

    private static JsonObject Invocation(OperationContext context, JsonObject command, string instance, IReadOnlyList<CommandStep> steps) => JsonObject.Of(
        ("CommandId", command["CommandId"]),
        ("InstanceId", instance),
        ("InstanceName", ""),
        ("Comment", command["Comment"]),
        ("DocumentName", command["DocumentName"]),
        ("DocumentVersion", command["DocumentVersion"]),
        ("RequestedDateTime", context.NowText),
        ("Status", CommandStatus.Pending),
        ("StatusDetails", CommandStatus.Pending),
        ("CommandPlugins", JsonArray.From(steps.Select(step => (JsonValue)CommandPlugin.Pending(step.Name)))));
}
