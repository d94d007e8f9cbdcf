using System.Collections.Immutable;

namespace Quell.Engine.Rules.Explaining;

/// <summary>
/// An event, to ask why it matches patterns or does not: <c>ExplainedEvent.Read(utf8).Explain(pattern)</c>. Slow beside the matcher, and
/// apart from it: who does not ask pays nothing.
/// </summary>
internal sealed class ExplainedEvent
{
    private readonly EventNode _root;

    private ExplainedEvent(EventNode root) => _root = root;

    /// <summary>Reads an event. The bytes must not change while explanations are made.</summary>
    /// <exception cref="EventSyntaxException">It is not a JSON object.</exception>
    public static ExplainedEvent Read(ReadOnlyMemory<byte> utf8) => new(EventReading.Read(utf8));

    /// <summary>Whether it has any of what every event on a bus has: who reads it bare has likely left that away.</summary>
    public bool HasEnvelope => _root.Child("source") is not null || _root.Child("detail-type") is not null || _root.Child("detail") is not null;

    /// <summary>Says why the event matches the pattern, or does not.</summary>
    /// <exception cref="EventSyntaxException">The event has too many array elements under keys that occur twice, as for the matcher.</exception>
    public Explanation Explain(EventPattern pattern) => Explain(pattern, BranchTrial.Nearest(pattern, _root));

    /// <summary>Explains the event against rules: all that match, and of the others those that come nearest.</summary>
    /// <param name="rules">The rules; those that come equally near stay in this order.</param>
    /// <param name="limit">How many of those that do not match.</param>
    /// <exception cref="EventSyntaxException">As for one pattern.</exception>
    public RuleExplanations<TRule> Explain<TRule>(IEnumerable<KeyValuePair<TRule, EventPattern>> rules, int limit)
    {
        List<(KeyValuePair<TRule, EventPattern> Rule, BranchTrial Trial)> trials = [.. rules.Select(rule => (rule, BranchTrial.Nearest(rule.Value, _root)))];
        return new(
            [.. trials.Where(one => one.Trial.Matched).Select(Explained)],
            [.. trials.Where(one => !one.Trial.Matched).OrderByDescending(one => one.Trial.Share).Take(limit).Select(Explained)],
            trials.Count(one => !one.Trial.Matched));

        KeyValuePair<TRule, Explanation> Explained((KeyValuePair<TRule, EventPattern> Rule, BranchTrial Trial) one) =>
            new(one.Rule.Key, Explain(one.Rule.Value, one.Trial));
    }

    private Explanation Explain(EventPattern pattern, BranchTrial trial)
    {
        var wanted = PatternSource.Branches(pattern)[trial.Number];
        var chosen = trial.Choice?.LeavesOf(trial.Fields);
        return new(
            trial.Matched,
            [
                .. trial.Fields
                    .Select((field, number) => (Field: field, Chosen: chosen?[number], Wanted: wanted[field.Tests.Path]))
                    .OrderBy(each => each.Wanted.Order)
                    .Select(each => FieldReport.Of(_root, each.Field, each.Chosen, each.Wanted.Text)),
            ],
            trial.Number + 1,
            pattern.Branches.Length,
            !trial.Matched && trial.Passed == trial.Fields.Count ? ElementConflict.Find(trial.Fields) : null);
    }
}

/// <summary>What an event does to some rules.</summary>
/// <param name="Matches">Those that match, in the order in which they were given.</param>
/// <param name="NearMisses">Those of the others that come nearest, the nearest first: by the share of their fields that match.</param>
/// <param name="Misses">How many do not match.</param>
internal sealed record RuleExplanations<TRule>(
    ImmutableArray<KeyValuePair<TRule, Explanation>> Matches, ImmutableArray<KeyValuePair<TRule, Explanation>> NearMisses, int Misses);
