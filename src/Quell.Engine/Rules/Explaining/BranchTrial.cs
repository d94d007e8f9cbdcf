using System.Diagnostics;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Explaining;

/// <summary>One branch of a pattern held against an event.</summary>
internal sealed class BranchTrial
{
    private BranchTrial(int number, IReadOnlyList<FieldTrial> fields)
    {
        Number = number;
        Fields = fields;
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
        // Branches have most of their fields in common.
        var trials = new Dictionary<FieldTests, FieldTrial>(ReferenceEqualityComparer.Instance);
        BranchTrial? nearest = null;
        for (var number = 0; number < pattern.Branches.Length && nearest is not { Matched: true }; number++)
        {
            var trial = new BranchTrial(number, [.. pattern.Branches[number].Fields.Select(Of)]);
            nearest = nearest is null || trial.Matched || trial.Share > nearest.Share ? trial : nearest;
        }

        return nearest ?? throw new UnreachableException("A pattern without a branch.");

        FieldTrial Of(FieldTests tests)
        {
            if (!trials.TryGetValue(tests, out var trial))
            {
                trials.Add(tests, trial = new FieldTrial(tests, @event));
            }

            return trial;
        }
    }
}
