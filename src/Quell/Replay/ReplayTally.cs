using Quell.Engine.Rules;

namespace Quell.Replay;

/// <summary>Counts which rules recorded events match. For one thread.</summary>
internal sealed class ReplayTally
{
    private readonly RuleSet<ReplayRule> _all;
    private readonly RuleSet<ReplayRule> _ofServices;
    private readonly RuleSet<ReplayRule> _readOnly;
    private readonly List<ReplayRule> _matches = [];

    public ReplayTally(IReadOnlyList<ReplayRule> rules)
    {
        Rules = rules;
        _all = Set(rule => true);
        _ofServices = Set(rule => rule.IsOnDefaultBus);
        _readOnly = Set(rule => rule.IsOnDefaultBus && rule.TakesReadOnlyCalls);
    }

    public IReadOnlyList<ReplayRule> Rules { get; }

    public long Events { get; private set; }

    /// <summary>Counts one event.</summary>
    /// <exception cref="EventSyntaxException">It is not a JSON object; it is not counted.</exception>
    public void Add(RecordedEvent recorded)
    {
        var rules = !recorded.IsFromTrail ? _all : recorded.IsReadOnlyCall ? _readOnly : _ofServices;
        _matches.Clear();
        rules.Match(recorded.Utf8.Span, _matches);
        _matches.ForEach(static rule => rule.Matches++);
        Events++;
    }

    private RuleSet<ReplayRule> Set(Func<ReplayRule, bool> takesPart) => RuleSet<ReplayRule>.Empty.AddRange(
        Rules.Where(rule => rule.IsEnabled && takesPart(rule)).Select(rule => KeyValuePair.Create(rule, rule.Pattern)));
}
