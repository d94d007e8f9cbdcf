namespace Quell.Engine.Rules.Explaining;

/// <summary>One branch of a pattern held against an event.</summary>
internal sealed class BranchTrial
{
    public BranchTrial(int number, PatternBranch branch, EventNode @event)
    {
        Number = number;
        Fields = [.. branch.Fields.Select(field => new FieldTrial(field, @event))];
        Passed = Fields.Count(field => field.Passes);
        Choice = ElementChoice.Find(Fields);
    }

    /// <summary>The branch's place in the pattern, from 0.</summary>
    public int Number { get; }

    public IReadOnlyList<FieldTrial> Fields { get; }

    /// <summary>How many fields pass by themselves.</summary>
    public int Passed { get; }

    /// <summary>How the branch matches; null where it does not.</summary>
    public ElementChoice? Choice { get; }

    public bool Matched => Choice is not null;

    /// <summary>The share of fields that pass by themselves. 1 without a match: no array element has them together.</summary>
    public double Share => (double)Passed / Fields.Count;

    /// <summary>The branch that matches, else the first of those that come nearest.</summary>
    public static BranchTrial Nearest(EventPattern pattern, EventNode @event)
    {
        BranchTrial? nearest = null;
        for (var number = 0; number < pattern.Branches.Length && nearest is not { Matched: true }; number++)
        {
            var trial = new BranchTrial(number, pattern.Branches[number], @event);
            nearest = nearest is null || trial.Matched || trial.Share > nearest.Share ? trial : nearest;
        }

        return nearest ?? throw new System.Diagnostics.UnreachableException("A pattern without a branch.");
    }
}
