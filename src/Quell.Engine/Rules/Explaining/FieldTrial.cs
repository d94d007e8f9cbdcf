using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Explaining;

/// <summary>One field of a branch held against an event, by itself.</summary>
internal sealed class FieldTrial
{
    /// <summary>From here on the exact texts among the tests are looked up.</summary>
    private const int ManyTests = 16;

    private ElementLookup? _all;
    private ElementLookup? _accepted;

    public FieldTrial(FieldTests tests, EventNode @event)
    {
        Tests = tests;
        var way = tests.Path.Split('.');
        var (node, depth) = @event.Follow(way);
        Leaves = depth == way.Length ? node.Leaves : [];
        Accepted = tests.Tests.Length < ManyTests ? [.. Leaves.Where(leaf => Accepts(tests.Tests, leaf))] : AcceptedOf(tests.Tests);
    }

    public FieldTests Tests { get; }

    /// <summary>What the event has there.</summary>
    public IReadOnlyList<EventLeaf> Leaves { get; }

    /// <summary>What of it passes a test.</summary>
    public IReadOnlyList<EventLeaf> Accepted { get; }

    /// <summary>Whether a pattern of this field alone would match.</summary>
    public bool Passes => Accepted.Count > 0 || (Tests.AllowsAbsence && Leaves.Count == 0);

    public ElementLookup All => _all ??= new(Leaves.Select(leaf => leaf.Element));

    public ElementLookup AcceptedElements => _accepted ??= new(Accepted.Select(leaf => leaf.Element));

    private static bool Accepts(IEnumerable<ValueTest> tests, EventLeaf leaf) => tests.Any(test => test.Accepts(new(leaf.Kind, leaf.Text.Span)));

    private IReadOnlyList<EventLeaf> AcceptedOf(IReadOnlyList<ValueTest> tests)
    {
        var texts = tests.OfType<ExactTextTest>().Select(test => Encoding.UTF8.GetString(test.Text)).ToHashSet(StringComparer.Ordinal);
        var others = tests.Where(test => test is not ExactTextTest).ToList();
        return [.. Leaves.Where(leaf => (leaf.Kind == EventValueKind.String && texts.Contains(Encoding.UTF8.GetString(leaf.Text.Span))) || Accepts(others, leaf))];
    }
}
