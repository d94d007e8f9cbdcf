using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Commands;

/// <summary>CancelCommand: what has not begun is cancelled at once, what runs is ended by <see cref="CommandRunner"/>.</summary>
internal static class CommandCancelling
{
    public static JsonObject CancelCommand(OperationContext context)
    {
        var (input, scope) = (context.Input, context.Scope);
        var id = input.String("CommandId") ?? "";
        var command = Commands.Find(context.State.Current, scope, id) ?? throw CommandErrors.NoCommand(id);
        var named = input.Array("InstanceIds").Strings.ToList();
        if (named.Except(command.Array("Invoked").Strings).ToList() is { Count: > 0 } other)
        {
            throw CommandErrors.BadInstances(other, scope.Account);
        }

        if (CommandStatus.IsOver(command.String("Status")))
        {
            return JsonObject.Empty;
        }

        foreach (var invocation in Commands.InvocationsOf(context.State.Current, scope, command).ToList())
        {
            if ((named.Count == 0 || named.Contains(invocation.String("InstanceId") ?? "")) && !CommandStatus.IsOver(invocation.String("Status")))
            {
                Cancel(context, invocation);
            }
        }

        if (named.Count == 0)
        {
            var cancelling = command.With("Status", CommandStatus.Cancelling).With("StatusDetails", CommandStatus.Cancelling);
            context.State.Put(scope, Commands.Type, id, cancelling);
            CommandNotices.OfCommand(context.Transaction, scope, cancelling);
        }

        return JsonObject.Empty;
    }

    private static void Cancel(OperationContext context, JsonObject invocation)
    {
        var status = invocation.String("Status") == CommandStatus.Pending ? CommandStatus.Cancelled : CommandStatus.Cancelling;
        InvocationChange.Put(context.Transaction, context.Scope, invocation.With("Status", status).With("StatusDetails", status));
    }
}
