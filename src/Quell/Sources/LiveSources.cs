using System.Collections.Frozen;
using Quell.Engine.Scopes;
using Quell.Engine.Sources;
using Quell.Events;

namespace Quell.Sources;

/// <summary>The ways in from the world: what is declared, what each has done, and how its events get on the bus.</summary>
/// <param name="scope">The account and region of buses that are named without; known once the process has looked.</param>
internal sealed class LiveSources(SourceDefinitions definitions, IncomingEvents incoming, Func<Scope> scope, TimeProvider time)
{
    private readonly FrozenDictionary<string, LiveSource> _byName =
        definitions.All.Select(definition => new LiveSource(definition)).ToFrozenDictionary(source => source.Definition.Name, StringComparer.Ordinal);

    /// <summary>All of them, in the order in which they are declared.</summary>
    public IEnumerable<LiveSource> All => definitions.All.Select(definition => _byName[definition.Name]);

    public LiveSource? Find(string name) => _byName.GetValueOrDefault(name);

    public BusRef BusOf(SourceDefinition definition) =>
        definition.Bus is { } bus && BusRef.Of(bus, scope()) is { } named ? named : new(scope(), BusTypes.DefaultBus);

    /// <summary>Puts what a source has received on its bus, and counts it.</summary>
    /// <exception cref="SourceException">An event claims to be AWS's, where the source may not tell such; or as <see cref="IncomingEvents.Put"/>.</exception>
    /// <exception cref="Storage.JournalException">Nothing was stored.</exception>
    public async Task<IReadOnlyList<IncomingResult>> Put(LiveSource source, SourceReading reading, bool takesAwsSources, CancellationToken cancellationToken)
    {
        if (!takesAwsSources && reading.Events.FirstOrDefault(one => one.Source.StartsWith("aws.", StringComparison.Ordinal)) is { } alien)
        {
            throw SourceException.Bad($"The source '{alien.Source}' is AWS's own; only a source with 'awsSources: true' may tell of it.");
        }

        var results = await incoming.Put(BusOf(source.Definition), reading.Events, cancellationToken).ConfigureAwait(false);
        source.Counts.Add(results, reading.Ignored, time.GetUtcNow());
        return results;
    }
}

/// <summary>A source that runs.</summary>
internal sealed class LiveSource(SourceDefinition definition)
{
    public SourceDefinition Definition { get; } = definition;

    public SourceCounts Counts { get; } = new();
}
