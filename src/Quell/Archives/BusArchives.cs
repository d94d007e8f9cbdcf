using System.Collections.Immutable;
using Quell.Engine.Events;
using Quell.Engine.Rules;
using Quell.Events;

namespace Quell.Archives;

/// <summary>
/// The archives of one bus, ready to take events. Immutable: a change gives a new one. On AWS an archive is fed by a managed
/// rule that leaves replayed events out (user guide, "Preventing replayed events from being sent to an archive"); here it is
/// asked beside the rules, to the same effect.
/// </summary>
internal sealed class BusArchives
{
    public static readonly BusArchives None = new(ImmutableDictionary<string, Archive>.Empty, RuleSet<Archive>.Empty);

    private readonly ImmutableDictionary<string, Archive> _archives;
    private readonly RuleSet<Archive> _filtered;
    private readonly Archive[] _whole;

    private BusArchives(ImmutableDictionary<string, Archive> archives, RuleSet<Archive> filtered)
    {
        (_archives, _filtered) = (archives, filtered);
        _whole = [.. archives.Values.Where(archive => archive.Pattern is null)];
    }

    public bool Has(string name) => _archives.ContainsKey(name);

    /// <summary>These with the archive; without it where it is null.</summary>
    public BusArchives With(string name, Archive? archive)
    {
        var filtered = _archives.GetValueOrDefault(name) is { Pattern: not null } old ? _filtered.Remove(old) : _filtered;
        if (archive?.Pattern is { } pattern)
        {
            filtered = filtered.Add(archive, pattern);
        }

        return new(archive is null ? _archives.Remove(name) : _archives.SetItem(name, archive), filtered);
    }

    /// <summary>Takes of a sealed batch what the archives want: committed with the batch.</summary>
    public void Take(PreparedEvents prepared, EventBatch batch)
    {
        if (_archives.IsEmpty)
        {
            return;
        }

        var matches = new List<Archive>();
        for (var number = 0; number < batch.Count; number++)
        {
            var body = batch.BodyOf(number).Span;
            if (ReplayedEnvelope.Is(body))
            {
                continue;
            }

            matches.Clear();
            matches.AddRange(_whole);
            if (_filtered.Count > 0)
            {
                _filtered.Match(body, matches);
            }

            if (matches.Count > 0)
            {
                var time = (EnvelopeTime.Of(body) ?? prepared.Now).ToUnixTimeMilliseconds();
                matches.ForEach(archive => prepared.Archive(new(archive.Number, time, batch.SequenceOf(number), batch.BodyOf(number).Length)));
            }
        }
    }
}
