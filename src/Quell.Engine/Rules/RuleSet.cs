using System.Runtime.CompilerServices;
using Quell.Engine.Rules.Matching;
using Quell.Engine.Rules.Persistent;

namespace Quell.Engine.Rules;

/// <summary>
/// Many rules to match an event against at once. A value: adding and removing give a new set that shares all but a path with the
/// old, in the time of a few look-ups, so that a set in a volatile field is swapped while others match, without a lock.
/// </summary>
/// <typeparam name="TRule">What names a rule and comes back for each match.</typeparam>
internal sealed class RuleSet<TRule>
    where TRule : notnull
{
    public static readonly RuleSet<TRule> Empty = new(HashTrie<TRule, Bag<RuleBranch>>.Empty, MatchTree.Empty, 0);

    private readonly HashTrie<TRule, Bag<RuleBranch>> _branches;
    private readonly MatchTree _tree;

    private RuleSet(HashTrie<TRule, Bag<RuleBranch>> branches, MatchTree tree, int count) => (_branches, _tree, Count) = (branches, tree, count);

    public int Count { get; }

    /// <summary>What the rules use up together, for tests of what a removal leaves behind.</summary>
    internal (int Fields, int Marks) InUse => _tree.InUse;

    /// <summary>This set with the rule; one of the same name is replaced.</summary>
    public RuleSet<TRule> Add(TRule rule, EventPattern pattern)
    {
        var without = Remove(rule);
        var tree = without._tree.Add(rule, pattern, out var branches);
        return new(without._branches.Set<NameKeys<TRule>>(rule, branches), tree, without.Count + 1);
    }

    public RuleSet<TRule> AddRange(IEnumerable<KeyValuePair<TRule, EventPattern>> rules) =>
        rules.Aggregate(this, (set, rule) => set.Add(rule.Key, rule.Value));

    public RuleSet<TRule> Remove(TRule rule) =>
        _branches.TryGet<NameKeys<TRule>, TRule>(NameKeys<TRule>.HashOf(rule), rule, out var branches)
            ? new(_branches.Remove<NameKeys<TRule>>(rule), _tree.Remove(branches), Count - 1)
            : this;

    /// <summary>Adds to the matches every rule whose pattern the event matches, each once, in no particular order.</summary>
    /// <param name="eventUtf8">The event, a JSON object.</param>
    /// <param name="matches">Where they go; it is not emptied first.</param>
    /// <exception cref="EventSyntaxException">The event is not a JSON object.</exception>
    public void Match(ReadOnlySpan<byte> eventUtf8, List<TRule> matches)
    {
        EventSyntax.Check(eventUtf8);
        MatchTrusted(eventUtf8, matches);
    }

    /// <summary>
    /// As <see cref="Match"/>, for an event that has been checked before. Of anything but a JSON object the answer means nothing.
    /// </summary>
    /// <exception cref="EventSyntaxException">The event is found not to be a JSON object; that is not looked for.</exception>
    public void MatchTrusted(ReadOnlySpan<byte> eventUtf8, List<TRule> matches)
    {
        var matcher = RuleMatcher.OfThread;
        try
        {
            foreach (var branch in matcher.Match(eventUtf8, _tree))
            {
                matches.Add(Unsafe.As<RuleBranch<TRule>>(branch).Rule);
            }
        }
        finally
        {
            matcher.Forget();
        }
    }

    /// <summary>Whether the event matches any rule.</summary>
    /// <exception cref="EventSyntaxException">The event is not a JSON object.</exception>
    public bool MatchesAny(ReadOnlySpan<byte> eventUtf8)
    {
        EventSyntax.Check(eventUtf8);
        var matcher = RuleMatcher.OfThread;
        try
        {
            return !matcher.Match(eventUtf8, _tree).IsEmpty;
        }
        finally
        {
            matcher.Forget();
        }
    }
}
