using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules;

/// <summary>A branch of a rule's pattern, its fields numbered by the tree of the index that it belongs to.</summary>
internal sealed class RuleBranch(int rule, int number, PatternBranch branch, FieldTree tree)
{
    /// <summary>The rule's place in its index.</summary>
    public int Rule => rule;

    /// <summary>The branch's place in its index.</summary>
    public int Number => number;

    /// <summary>The fields in the ordinal order of their paths, which is that of their numbers.</summary>
    public (int Number, FieldTests Tests)[] Fields { get; } =
        [.. branch.Fields.Select(field => (tree.NumberOf(field.Path), field))];
}
