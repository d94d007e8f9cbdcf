using System.Diagnostics.CodeAnalysis;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules;

/// <summary>
/// The branches of many patterns over one field tree, found by what an event holds: a branch that wants one of a few strings
/// in some field is looked at only when the event has one of them there.
/// </summary>
internal sealed class RuleIndex
{
    private readonly Dictionary<byte[], List<RuleBranch>>?[] _anchors;

    public RuleIndex(EventPattern[] patterns)
    {
        Fields = new FieldTree(patterns.SelectMany(pattern => pattern.Branches).SelectMany(branch => branch.Fields).Select(field => field.Path));
        RuleCount = patterns.Length;
        _anchors = new Dictionary<byte[], List<RuleBranch>>?[Fields.Count];
        for (var rule = 0; rule < patterns.Length; rule++)
        {
            foreach (var branch in patterns[rule].Branches)
            {
                Place(new RuleBranch(rule, BranchCount++, branch, Fields));
            }
        }

        AnchorFields = [.. Enumerable.Range(0, Fields.Count).Where(field => _anchors[field] is not null)];
    }

    public FieldTree Fields { get; }

    public int RuleCount { get; }

    public int BranchCount { get; private set; }

    /// <summary>The branches that must be looked at for every event.</summary>
    public List<RuleBranch> Unanchored { get; } = [];

    /// <summary>The fields by whose strings other branches are found.</summary>
    public int[] AnchorFields { get; }

    /// <summary>The branches that wait for this string in an anchor field.</summary>
    public bool TryFind(int field, ReadOnlySpan<byte> text, [NotNullWhen(true)] out List<RuleBranch>? branches)
    {
        branches = null;
        return _anchors[field] is { } anchors
            && anchors.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out branches);
    }

    // Waits where the fewest others wait, so that few are woken in vain.
    private void Place(RuleBranch branch)
    {
        var best = (Field: -1, Company: int.MaxValue);
        foreach (var (field, tests) in branch.Fields)
        {
            if (tests.OnlyTexts.IsEmpty)
            {
                continue;
            }

            var company = tests.OnlyTexts.Length + tests.OnlyTexts.Sum(text => TryFind(field, text, out var others) ? others.Count : 0);
            if (company < best.Company)
            {
                best = (field, company);
            }
        }

        if (best.Field < 0)
        {
            Unanchored.Add(branch);
            return;
        }

        var anchors = _anchors[best.Field] ??= new(Utf8Comparer.Instance);
        foreach (var text in branch.Fields.First(field => field.Number == best.Field).Tests.OnlyTexts)
        {
            if (!anchors.TryGetValue(text, out var branches))
            {
                anchors.Add(text, branches = []);
            }

            branches.Add(branch);
        }
    }
}
