using Quell.Engine.Rules.Persistent;
using Quell.Engine.Rules.Scanning;

namespace Quell.Engine.Rules.Matching;

/// <summary>
/// All branches of a set's rules, told apart by one field after the other, and the fields that they ask about. Never changes:
/// adding and removing give a new tree that shares all but a path with the old, and take out what they have put in.
/// </summary>
internal sealed class MatchTree
{
    public static readonly MatchTree Empty = new(FieldSet.Empty, HashTrie<string, FieldUse>.Empty, IdPool.Full, IdPool.Full, null);

    private readonly HashTrie<string, FieldUse> _uses;
    private readonly IdPool _numbers;
    private readonly IdPool _marks;

    private MatchTree(FieldSet fields, HashTrie<string, FieldUse> uses, IdPool numbers, IdPool marks, Subtree? root) =>
        (Fields, _uses, _numbers, _marks, Root) = (fields, uses, numbers, marks, root);

    /// <summary>The fields that any branch asks about.</summary>
    public FieldSet Fields { get; }

    /// <summary>A number above that of every mark.</summary>
    public int MarkLimit => _marks.Next;

    /// <summary>Null where there are no branches.</summary>
    public Subtree? Root { get; }

    /// <summary>Fields and marks in use, for tests of what a removal leaves behind.</summary>
    public (int Fields, int Marks) InUse => (_numbers.Count, _marks.Count);

    /// <summary>The tree with all branches of a pattern.</summary>
    /// <param name="rule">Whose branches they are.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="branches">The branches, for <see cref="Remove"/>.</param>
    public MatchTree Add<TRule>(TRule rule, EventPattern pattern, out Bag<RuleBranch> branches)
    {
        var (fields, uses, numbers, marks, root) = (Fields, _uses, _numbers, _marks, Root);
        var ruleId = -1;
        if (pattern.Branches.Length > 1)
        {
            marks = marks.Take(out ruleId);
        }

        branches = default;
        foreach (var ways in pattern.Branches)
        {
            var branch = new RuleBranch<TRule>(rule, ruleId, RuleBranch.Order(ways, NumberOf));
            branches = branches.Add(branch);
            root = root is null ? Subtree.Bucket.Of(branch, 0) : root.Add(branch, 0, ref marks);
        }

        return new(fields, uses, numbers, marks, root);

        int NumberOf(string path)
        {
            if (uses.TryGet<NameKeys<string>, string>(NameKeys<string>.HashOf(path), path, out var use))
            {
                uses = uses.Set<NameKeys<string>>(path, use with { Uses = use.Uses + 1 });
                return use.Number;
            }

            numbers = numbers.Take(out var number);
            uses = uses.Set<NameKeys<string>>(path, new(number, 1));
            fields = fields.With(path, number, numbers.Next);
            return number;
        }
    }

    /// <summary>The tree without the branches of a rule.</summary>
    public MatchTree Remove(Bag<RuleBranch> branches)
    {
        var (fields, uses, numbers, marks, root) = (Fields, _uses, _numbers, _marks, Root);
        var ruleId = -1;
        foreach (var branch in branches)
        {
            ruleId = branch.RuleId;
            root = root!.Remove(branch, 0, ref marks);
            foreach (var field in branch.Fields)
            {
                Release(field.Tests.Path);
            }
        }

        return new(fields, uses, numbers, ruleId < 0 ? marks : marks.Give(ruleId), root);

        void Release(string path)
        {
            uses.TryGet<NameKeys<string>, string>(NameKeys<string>.HashOf(path), path, out var use);
            if (use.Uses > 1)
            {
                uses = uses.Set<NameKeys<string>>(path, use with { Uses = use.Uses - 1 });
                return;
            }

            uses = uses.Remove<NameKeys<string>>(path);
            numbers = numbers.Give(use.Number);
            fields = fields.Without(path, numbers.Next);
        }
    }

    private readonly record struct FieldUse(int Number, int Uses);
}
