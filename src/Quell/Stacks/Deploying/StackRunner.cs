using Microsoft.Extensions.Logging;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Storage;

namespace Quell.Stacks.Deploying;

/// <summary>
/// Carries out what is to be done to stacks: one operation of a stack at a time, several stacks at once. It watches the
/// account's state, so whatever puts an operation on a stack has started it, and so has a restart.
/// </summary>
internal sealed class StackRunner(StackWorld world) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<ResourceKey, Task> _running = [];

    /// <summary>Goes on with what a stop or a crash interrupted, and takes on what comes.</summary>
    public void Start()
    {
        world.Store.Changed += Watch;
        foreach (var (key, value) in world.Store.Current.ListAll(Stack.ResourceType).Where(entry => entry.Value.Has("Operation")).ToList())
        {
            var stack = new Stack(key, value);
            world.Log.LogWarning("Stack {Stack} was {Status} when the process ended; it goes on from there", stack.Name, stack.Status);
            Begin(key, isResumed: true);
        }
    }

    /// <summary>Completes when nothing is being done to the stack any more, in this process.</summary>
    public async Task Idle(ResourceKey stack, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? running;
            lock (_gate)
            {
                running = _running.GetValueOrDefault(stack);
            }

            if (running is null)
            {
                return;
            }

            await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        world.Store.Changed -= Watch;
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_gate)
        {
            running = [.. _running.Values];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Watch(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (key.Type == Stack.ResourceType && value?.Has("Operation") == true)
            {
                Begin(key, isResumed: false);
            }
        }
    }

    private void Begin(ResourceKey key, bool isResumed)
    {
        lock (_gate)
        {
            if (!_running.ContainsKey(key) && !_stopping.IsCancellationRequested)
            {
                _running[key] = Task.Run(() => Run(key, isResumed), CancellationToken.None);
            }
        }
    }

    private async Task Run(ResourceKey key, bool isResumed)
    {
        // The store is in the middle of publishing what started this: its lock is free when the step below gets it.
        var goesOn = true;
        while (goesOn)
        {
            goesOn = await RunOne(key, isResumed).ConfigureAwait(false);
            isResumed = false;
            lock (_gate)
            {
                goesOn = goesOn && Stack.At(world.Store.Current, key)?.Operation is not null;
                if (!goesOn)
                {
                    _running.Remove(key);
                }
            }
        }
    }

    /// <returns>Whether the operation came to its end.</returns>
    private async Task<bool> RunOne(ResourceKey key, bool isResumed)
    {
        try
        {
            await new StackDeployment(world, key, isResumed, _stopping.Token).Run().ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            world.Log.LogInformation("Stack {Stack} is not done; the next start goes on with it", key.Id);
            return false;
        }
        catch (JournalException fault)
        {
            world.Log.LogError(fault, "Stack {Stack} stands still, because the journal does not take its steps; the next start goes on with it", key.Id);
            return false;
        }
    }
}
