using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Commands.Hosts;
using Quell.Confinement;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Runbooks.Rollout;

namespace Quell.Commands;

/// <summary>
/// Carries out commands: so many invocations at a time as MaxConcurrency says, until MaxErrors is passed. That an invocation begins is
/// durable before its first script does; one that had begun when the process ended has failed, and is not run again.
/// </summary>
internal sealed class CommandRunner : IAsyncDisposable
{
    private readonly ResourceStore _store;
    private readonly InvocationChange _change;
    private readonly Func<string, IShell> _shells;
    private readonly InstanceFolders _folders;
    private readonly TimeProvider _time;
    private readonly ResourceTasks _tasks;
    private readonly ConcurrentDictionary<ResourceKey, CancellationTokenSource> _running = new();

    /// <param name="shells">What runs scripts on a node, by its id.</param>
    /// <param name="folders">The files of instances.</param>
    public CommandRunner(ResourceStore store, InvocationChange change, Func<string, IShell> shells, InstanceFolders folders, TimeProvider time, ILogger log)
    {
        (_store, _change, _shells, _folders, _time) = (store, change, shells, folders, time);
        _tasks = new(store, Commands.Type, key => cancellationToken => Carry(key, cancellationToken), time, log)
        {
            IsOver = command => CommandStatus.IsOver(command.String("Status")),
            Fail = Give,
        };
    }

    public void Start()
    {
        _folders.CleanUp(_store.Current);
        _store.Changed += Notice;
        _tasks.Start();
    }

    /// <summary>Ends what runs; the next start finds that its outcome is not known.</summary>
    public async ValueTask DisposeAsync()
    {
        await _tasks.DisposeAsync().ConfigureAwait(false);
        _store.Changed -= Notice;
    }

    private void Notice(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        _folders.Notice(changes);
        foreach (var (key, value) in changes)
        {
            if (key.Type == Commands.InvocationType && value?.String("Status") == CommandStatus.Cancelling && _running.TryGetValue(key, out var running))
            {
                _ = running.CancelAsync();
            }
        }
    }

    private async Task<bool> Carry(ResourceKey key, CancellationToken stop)
    {
        await Abandon(key).ConfigureAwait(false);
        await _change.OfCommand(key, (_, command) => command.String("Status") == CommandStatus.Pending ? With(command, CommandStatus.InProgress) : null).ConfigureAwait(false);
        if (_store.Current.Get(key) is not { } command)
        {
            return false;
        }

        var instances = command.Array("Invoked").Strings.ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = RolloutPlan.Count(command.String("MaxConcurrency") ?? "", instances.Count, 1) ?? 1, CancellationToken = stop };
        await Parallel.ForEachAsync(instances, options, (instance, token) => new ValueTask(Invoke(key, instance, token))).ConfigureAwait(false);
        await _change.OfCommand(key, (state, current) => CommandStatus.IsOver(current.String("Status")) ? null : CommandResult.Of(state, key.Scope, current)).ConfigureAwait(false);
        return false;
    }

    /// <summary>What had begun before this process did: nobody knows what became of it.</summary>
    private Task Abandon(ResourceKey key) => EndAll(
        key, invocation => invocation.String("Status") is CommandStatus.InProgress or CommandStatus.Cancelling,
        "Quell ended while the command ran; what became of it is not known, and it is not run again.");

    /// <summary>Ends a command that cannot go on.</summary>
    private async Task Give(ResourceKey key, string reason)
    {
        await EndAll(key, _ => true, reason).ConfigureAwait(false);
        await _change.OfCommand(key, (state, command) => CommandResult.Of(state, key.Scope, command)).ConfigureAwait(false);
    }

    private async Task EndAll(ResourceKey key, Func<JsonObject, bool> isMeant, string reason)
    {
        foreach (var instance in _store.Current.Get(key)?.Array("Invoked").Strings.ToList() ?? [])
        {
            await _change.Of(Commands.InvocationKey(key.Scope, key.Id, instance), invocation => isMeant(invocation) && !CommandStatus.IsOver(invocation.String("Status"))
                ? Unrun(invocation, CommandStatus.Failed, CommandStatus.Undeliverable, reason)
                : null).ConfigureAwait(false);
        }
    }

    private async Task Invoke(ResourceKey command, string instance, CancellationToken stop)
    {
        var key = Commands.InvocationKey(command.Scope, command.Id, instance);
        if (await _change.Of(key, invocation => Begun(command, invocation)).ConfigureAwait(false)
            && _store.Current.Get(key)?.String("Status") is CommandStatus.InProgress or CommandStatus.Cancelling)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _running[key] = cancel;
            try
            {
                if (_store.Current.Get(key)?.String("Status") == CommandStatus.Cancelling)
                {
                    await cancel.CancelAsync().ConfigureAwait(false);
                }

                await RunSteps(command, key, instance, cancel.Token, stop).ConfigureAwait(false);
            }
            finally
            {
                _running.TryRemove(key, out _);
            }
        }
    }

    /// <summary>Null for one that is over already.</summary>
    private JsonObject? Begun(ResourceKey key, JsonObject invocation)
    {
        if (invocation.String("Status") != CommandStatus.Pending || _store.Current.Get(key) is not { } command)
        {
            return null;
        }

        var errors = Commands.InvocationsOf(_store.Current, key.Scope, command).Count(other => CommandStatus.IsError(other.String("Status")));
        return errors > CommandResult.MostErrors(command) ? Unrun(invocation, CommandStatus.Cancelled, CommandStatus.Terminated, "The command failed elsewhere more often than MaxErrors allows.")
            : DateTimeOffset.Parse(command.String("ExpiresAfter") ?? "", System.Globalization.CultureInfo.InvariantCulture) < _time.GetUtcNow()
                ? Unrun(invocation, CommandStatus.TimedOut, CommandStatus.DeliveryTimedOut, "The command was not begun within its TimeoutSeconds.")
                : With(invocation, CommandStatus.InProgress);
    }

    private async Task RunSteps(ResourceKey command, ResourceKey key, string instance, CancellationToken cancellationToken, CancellationToken stop)
    {
        var steps = _store.Current.Get(command)?.Array("Steps").Objects.Select(CommandStep.From).ToList() ?? [];
        var plugins = new List<JsonObject>();
        foreach (var step in steps)
        {
            var from = _time.GetUtcNow();
            var end = await RunStep(step, instance, key, cancellationToken).ConfigureAwait(false);
            if (end.Status == CommandStatus.Cancelled)
            {
                // Where it is Quell that stops, the next start says what is known.
                stop.ThrowIfCancellationRequested();
            }

            plugins.Add(CommandPlugin.Ended(step.Name, end, from, _time.GetUtcNow()));
            if (end.Status != CommandStatus.Success && (step.OnFailure.Length > 0 || end.Status == CommandStatus.Cancelled || CommandStatus.IsUndelivered(end.Details)))
            {
                break;
            }
        }

        await _change.Of(key, invocation => Ended(invocation, plugins, steps)).ConfigureAwait(false);
        if (ManagedNode.IsId(instance) && plugins is [.., var last] && last.String("Status") != CommandStatus.Cancelled)
        {
            await _change.OfNode(ManagedNode.KeyOf(key.Scope, instance), !IsUndelivered(last)).ConfigureAwait(false);
        }
    }

    private async Task<ShellEnd> RunStep(CommandStep step, string instance, ResourceKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await _shells(instance).Run(key.Scope, instance, step, cancellationToken).ConfigureAwait(false);
        }
        catch (EnvironmentException fault)
        {
            return ShellEnd.Missing(fault.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ShellEnd.Cancelled with { ExitCode = -1 };
        }
    }

    private static bool IsUndelivered(JsonObject plugin) => CommandStatus.IsUndelivered(plugin.String("StatusDetails"));

    private static JsonObject Ended(JsonObject invocation, List<JsonObject> plugins, List<CommandStep> steps)
    {
        var bad = plugins.FindIndex(plugin => plugin.String("Status") != CommandStatus.Success);
        var decides = bad >= 0 && (steps[bad].OnFailure != "successAndExit" || IsUndelivered(plugins[bad])) ? plugins[bad] : null;
        var rest = invocation.Array("CommandPlugins").Objects.Skip(plugins.Count);
        return invocation
            .With("Status", decides?.String("Status") ?? CommandStatus.Success)
            .With("StatusDetails", decides?.String("StatusDetails") ?? CommandStatus.Success)
            .With("CommandPlugins", JsonArray.From(plugins.Concat(rest).Select(plugin => (JsonValue)plugin)));
    }

    private static JsonObject Unrun(JsonObject invocation, string status, string details, string reason) => invocation
        .With("Status", status).With("StatusDetails", details)
        .With("CommandPlugins", JsonArray.From(invocation.Array("CommandPlugins").Objects.Select(plugin => (JsonValue)CommandPlugin.Unended(plugin, status, details, reason))));

    private static JsonObject With(JsonObject item, string status) => item.With("Status", status).With("StatusDetails", status);
}
