using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Secrets;
using Quell.Storage;

namespace Quell.Accounts;

/// <summary>
/// The live state of every account: an immutable <see cref="ResourceSet"/> that is replaced step by step, each step journaled.
/// Reads take <see cref="Current"/> and never wait; steps run one at a time, and their journal writes keep that order.
/// </summary>
internal sealed class ResourceStore
{
    private readonly Journal _journal;
    private readonly ResourceSeal _seal;
    private readonly Lock _gate = new();

    /// <summary>Steps that are published and not known to be durable, in the order in which the journal has them.</summary>
    private readonly Queue<OpenStep> _open = [];
    private volatile ResourceSet _current;

    /// <param name="secrets">Seals what carries secrets; null leaves all readable.</param>
    public ResourceStore(Journal journal, SecretBox? secrets = null)
    {
        (_journal, _seal) = (journal, new(secrets));
        _current = Load();
        journal.Failed += Return;
    }

    /// <summary>
    /// Raised for each step, in order, before its caller is answered, and for what a failed step is taken back to; handlers must
    /// be quick and must not throw.
    /// </summary>
    public event Action<IReadOnlyDictionary<ResourceKey, JsonObject?>>? Changed;

    /// <summary>Raised after a failed commit has thrown the state back to what is durable: whatever was derived has to be derived anew.</summary>
    public event Action? Reset;

    public ResourceSet Current => _current;

    /// <summary>
    /// Runs a step on the current state and publishes what it made. Steps that follow see it at once; the task completes when
    /// it is durable. Where the journal fails, or one of the writes is at fault, the task fails, and what the step changed goes
    /// back to what is durable; of resources that a later step has changed since, the later step decides.
    /// </summary>
    /// <param name="step">Gives the changed resources, the writes to commit with them, and the caller's result. May throw: then nothing happens.</param>
    public (T Result, Task Durable) Run<T>(Func<ResourceSet, ResourceStep<T>> step)
    {
        lock (_gate)
        {
            var outcome = step(_current);
            if (outcome.Edit.Changes.Count == 0 && outcome.Write is null)
            {
                return (outcome.Result, Task.CompletedTask);
            }

            var changes = outcome.Edit.Changes;
            var durable = _journal.Write(connection =>
            {
                Save(connection, changes);
                outcome.Write?.Invoke(connection);
            });
            if (changes.Count == 0)
            {
                return (outcome.Result, durable);
            }

            _open.Enqueue(new(changes, durable) { Before = _current });
            _current = outcome.Edit.Current;
            Changed?.Invoke(changes);
            return (outcome.Result, Settled(durable));
        }
    }

    /// <summary>Ends as the write does, after the state has taken notice of it.</summary>
    private async Task Settled(Task durable)
    {
        try
        {
            await durable.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                Settle();
            }
        }
    }

    // The journal ends writes in order, their callers hear of it in any order: so whoever comes first settles all that have ended.
    private void Settle()
    {
        while (_open.TryPeek(out var step) && step.Durable.IsCompleted)
        {
            _open.Dequeue();
            if (!step.Durable.IsCompletedSuccessfully)
            {
                TakeBack(step);
            }
        }
    }

    private void TakeBack(OpenStep failed)
    {
        var restored = new Dictionary<ResourceKey, JsonObject?>();
        foreach (var key in failed.Changes.Keys)
        {
            var value = failed.Before.Get(key);
            if (_open.FirstOrDefault(later => later.Changes.ContainsKey(key)) is { } later)
            {
                later.Before = later.Before.With(key, value);
            }
            else
            {
                restored.Add(key, value);
            }
        }

        _current = restored.Aggregate(_current, (state, change) => state.With(change.Key, change.Value));
        if (restored.Count > 0)
        {
            Changed?.Invoke(restored);
        }
    }

    private void Save(JournalConnection connection, IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                connection.Execute(
                    "DELETE FROM resources WHERE account = ?1 AND region = ?2 AND type = ?3 AND id = ?4",
                    key.Scope.Account, key.Scope.Region, key.Type, key.Id);
            }
            else
            {
                connection.Execute(
                    "INSERT OR REPLACE INTO resources (account, region, type, id, value) VALUES (?1, ?2, ?3, ?4, ?5)",
                    key.Scope.Account, key.Scope.Region, key.Type, key.Id, _seal.Write(key, value));
            }
        }
    }

    private ResourceSet Load() => _journal.Read(connection => connection
        .Query(
            "SELECT account, region, type, id, value FROM resources",
            row => (Key: new ResourceKey(new Scope(row.GetString(0), row.GetString(1)), row.GetString(2), row.GetString(3)), Value: (byte[])row.GetValue(4)))
        .Select(row => (row.Key, Value: _seal.Read(row.Key, row.Value) as JsonObject
            ?? throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"Resource {row.Key.Id} is no JSON object."), isTransient: false)))
        .Aggregate(ResourceSet.Empty, (set, row) => set.With(row.Key, row.Value)));

    // Runs on the writer's thread, after all that waited has failed. What is handed in from now on stands.
    private void Return()
    {
        lock (_gate)
        {
            Settle();
            Reset?.Invoke();
        }
    }

    /// <summary>A step on its way into the journal.</summary>
    private sealed class OpenStep(IReadOnlyDictionary<ResourceKey, JsonObject?> changes, Task durable)
    {
        public IReadOnlyDictionary<ResourceKey, JsonObject?> Changes { get; } = changes;

        public Task Durable { get; } = durable;

        /// <summary>The state that it is taken back to where it fails: as to what it changed, that of the steps before it that do not fail.</summary>
        public required ResourceSet Before { get; set; }
    }
}

/// <summary>What a step of the state comes to.</summary>
/// <param name="Edit">The changed resources.</param>
/// <param name="Result">For the caller.</param>
/// <param name="Write">Committed with the changes; null where there is nothing more to write.</param>
internal sealed record ResourceStep<T>(ResourceEdit Edit, T Result, JournalWrite? Write = null);
