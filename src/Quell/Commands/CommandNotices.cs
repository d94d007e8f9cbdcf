using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Commands;

/// <summary>The events of commands (Systems Manager User Guide, "Amazon EventBridge event examples for Systems Manager", Run Command).</summary>
internal static class CommandNotices
{
    public static void OfCommand(Transaction transaction, Scope scope, JsonObject command) => transaction.Emit(
        scope, "aws.ssm", "EC2 Command Status-change Notification", Resources(scope, command.Array("Invoked").Strings),
        JsonObject.Of(
            ("command-id", command["CommandId"]),
            ("document-name", command["DocumentName"]),
            ("expire-after", command["ExpiresAfter"]),
            ("parameters", command["Parameters"]),
            ("requested-date-time", command["RequestedDateTime"]),
            ("status", command["Status"])));

    public static void OfInvocation(Transaction transaction, Scope scope, JsonObject invocation) => transaction.Emit(
        scope, "aws.ssm", "EC2 Command Invocation Status-change Notification", Resources(scope, [invocation.String("InstanceId") ?? ""]),
        JsonObject.Of(
            ("command-id", invocation["CommandId"]),
            ("document-name", invocation["DocumentName"]),
            ("instance-id", invocation["InstanceId"]),
            ("requested-date-time", invocation["RequestedDateTime"]),
            ("status", invocation["Status"])));

    private static JsonArray Resources(Scope scope, IEnumerable<string> instances) =>
        JsonArray.From(instances.Select(instance => ManagedInstances.ArnOf(scope, instance)));
}
