using System.Collections.Immutable;

namespace Quell.Engine.Rules;

/// <summary>
/// Many rules to match an event against at once. A value: adding and removing give a new set, so that a set in a volatile
/// field is swapped while others match, without a lock. The index is built when a set is first matched with.
/// </summary>
/// <typeparam name="TRule">What names a rule and comes back for each match.</typeparam>
internal sealed class RuleSet<TRule>
    where TRule : notnull
{
    public static readonly RuleSet<TRule> Empty = new(ImmutableDictionary<TRule, EventPattern>.Empty);

    [ThreadStatic]
    private static RuleMatcher? _matcher;

    private readonly ImmutableDictionary<TRule, EventPattern> _patterns;
    private readonly Lazy<(RuleIndex Index, TRule[] Rules)> _index;

    private RuleSet(ImmutableDictionary<TRule, EventPattern> patterns)
    {
        _patterns = patterns;
        _index = new(() => (new RuleIndex([.. patterns.Values]), [.. patterns.Keys]));
    }

    public int Count => _patterns.Count;

    /// <summary>This set with the rule; one of the same name is replaced.</summary>
    public RuleSet<TRule> Add(TRule rule, EventPattern pattern) => new(_patterns.SetItem(rule, pattern));

    public RuleSet<TRule> AddRange(IEnumerable<KeyValuePair<TRule, EventPattern>> rules) => new(_patterns.SetItems(rules));

    public RuleSet<TRule> Remove(TRule rule) => _patterns.ContainsKey(rule) ? new(_patterns.Remove(rule)) : this;

    /// <summary>Adds to the matches every rule whose pattern the event matches, each once, in no particular order.</summary>
    /// <param name="eventUtf8">The event, a JSON object.</param>
    /// <param name="matches">Where they go; it is not emptied first.</param>
    /// <exception cref="EventSyntaxException">The event is not a JSON object.</exception>
    public void Match(ReadOnlySpan<byte> eventUtf8, ICollection<TRule> matches)
    {
        var (index, rules) = _index.Value;
        foreach (var rule in Matcher.Match(eventUtf8, index))
        {
            matches.Add(rules[rule]);
        }
    }

    /// <summary>Whether the event matches any rule.</summary>
    /// <exception cref="EventSyntaxException">The event is not a JSON object.</exception>
    public bool MatchesAny(ReadOnlySpan<byte> eventUtf8) => !Matcher.Match(eventUtf8, _index.Value.Index).IsEmpty;

    private static RuleMatcher Matcher => _matcher ??= new RuleMatcher();
}
