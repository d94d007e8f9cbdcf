using Quell.Accounts;
using Quell.Aws.Operations;
using Quell.Commands.Hosts;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events;

namespace Quell.Commands;

/// <summary>Changes commands and invocations while they run: state and event in one commit, durable when the call returns.</summary>
/// <param name="bus">Where the events go.</param>
internal sealed class InvocationChange(ResourceStore store, Func<IReadOnlyList<BusEvent>, HandOver> bus, TimeProvider time)
{
    public static void Put(Transaction transaction, Scope scope, JsonObject invocation)
    {
        var key = Commands.InvocationKey(scope, invocation.String("CommandId") ?? "", invocation.String("InstanceId") ?? "");
        transaction.State.Put(scope, key.Type, key.Id, invocation);
        CommandNotices.OfInvocation(transaction, scope, invocation);
    }

    /// <param name="change">What an invocation becomes; null to leave it.</param>
    /// <returns>Whether it was changed.</returns>
    public Task<bool> Of(ResourceKey invocation, Func<JsonObject, JsonObject?> change) => Commit(transaction =>
    {
        if (transaction.State.Current.Get(invocation) is not { } before || change(before) is not { } after)
        {
            return false;
        }

        Put(transaction, invocation.Scope, after);
        return true;
    });

    /// <inheritdoc cref="Of"/>
    public Task<bool> OfCommand(ResourceKey command, Func<ResourceSet, JsonObject, JsonObject?> change) => Commit(transaction =>
    {
        if (transaction.State.Current.Get(command) is not { } before || change(transaction.State.Current, before) is not { } after)
        {
            return false;
        }

        transaction.State.Put(command.Scope, command.Type, command.Id, after);
        CommandNotices.OfCommand(transaction, command.Scope, after);
        return true;
    });

    /// <summary>Keeps whether a command has got to a host.</summary>
    public Task<bool> OfNode(ResourceKey node, bool isReached) => Commit(transaction =>
    {
        if (transaction.State.Current.Get(node) is not { } before)
        {
            return false;
        }

        transaction.State.Put(node.Scope, node.Type, node.Id, ManagedNode.Seen(before, isReached, CommandPlugin.Written(transaction.Now)));
        return true;
    });

    private async Task<bool> Commit(Func<Transaction, bool> step)
    {
        var handOver = HandOver.Done;
        var (isChanged, durable) = store.Run(state =>
        {
            // Nothing here makes an id.
            var transaction = new Transaction(state, time.GetUtcNow(), new IdSource("", "commands"));
            if (!step(transaction))
            {
                return new ResourceStep<bool>(new ResourceEdit(state), false);
            }

            handOver = bus([.. transaction.Events.Select(emitted => BusEvent.Of(emitted, transaction.Now))]);
            return new ResourceStep<bool>(transaction.State, true, connection => handOver.Write?.Invoke(connection));
        });
        await durable.ConfigureAwait(false);
        handOver.Committed?.Invoke();
        return isChanged;
    }
}
