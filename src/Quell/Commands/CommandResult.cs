using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Runbooks.Rollout;
using Quell.Engine.Scopes;

namespace Quell.Commands;

/// <summary>What a command has come to when its invocations are over (User Guide, "Understanding command statuses", "Command status").</summary>
internal static class CommandResult
{
    /// <summary>How many invocations may fail.</summary>
    public static int MostErrors(JsonObject command) => RolloutPlan.Count(command.String("MaxErrors") ?? "", (int)(command.Long("TargetCount") ?? 0), 0) ?? 0;

    public static JsonObject Of(ResourceSet state, Scope scope, JsonObject command)
    {
        var invocations = Commands.InvocationsOf(state, scope, command).ToList();
        var late = invocations.Count(invocation => invocation.String("StatusDetails") == CommandStatus.DeliveryTimedOut);
        var errors = invocations.Count(invocation => CommandStatus.IsError(invocation.String("Status")));
        var (status, details) = Status(command, invocations, errors);
        return command
            .With("Status", status).With("StatusDetails", details)
            .With("CompletedCount", invocations.Count(invocation => CommandStatus.IsOver(invocation.String("Status"))))
            .With("ErrorCount", errors - late)
            .With("DeliveryTimedOutCount", late);
    }

    private static (string Status, string Details) Status(JsonObject command, List<JsonObject> invocations, int errors)
    {
        bool Have(string status) => invocations.Exists(invocation => invocation.String("Status") == status);
        var first = invocations.Find(invocation => CommandStatus.IsError(invocation.String("Status")));
        return command.String("Status") == CommandStatus.Cancelling && Have(CommandStatus.Cancelled) ? (CommandStatus.Cancelled, CommandStatus.Cancelled)
            : errors > MostErrors(command) ? Have(CommandStatus.Failed) ? (CommandStatus.Failed, CommandStatus.Failed) : (CommandStatus.TimedOut, first?.String("StatusDetails") ?? CommandStatus.TimedOut)
            : errors > 0 ? (CommandStatus.Failed, CommandStatus.Incomplete)
            : invocations.Count > 0 && invocations.TrueForAll(invocation => invocation.String("Status") == CommandStatus.Cancelled) ? (CommandStatus.Cancelled, CommandStatus.Cancelled)
            : (CommandStatus.Success, CommandStatus.Success);
    }
}
