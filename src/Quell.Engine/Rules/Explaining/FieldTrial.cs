using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Explaining;

/// <summary>One field of a branch held against an event, by itself.</summary>
internal sealed class FieldTrial
{
    private ElementLookup? _all;
    private ElementLookup? _accepted;

    public FieldTrial(FieldTests tests, EventNode @event)
    {
        Tests = tests;
        var way = tests.Path.Split('.');
        var (node, depth) = @event.Follow(way);
        Leaves = depth == way.Length ? node.Leaves : [];
        Accepted = [.. Leaves.Where(leaf => tests.Accept(new(leaf.Kind, leaf.Text.Span)))];
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
}
