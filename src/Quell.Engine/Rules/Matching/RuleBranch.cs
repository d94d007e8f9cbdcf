using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Matching;

/// <summary>A branch of a rule's pattern, its fields numbered as the set that it belongs to has numbered them.</summary>
/// <param name="ruleId">Marks a rule of several branches as matched; -1 for one that has no other.</param>
/// <param name="fields">The fields in the order that they are looked at.</param>
internal abstract class RuleBranch(int ruleId, RuleField[] fields)
{
    public int RuleId => ruleId;

    public RuleField[] Fields => fields;

    /// <summary>Whether any field may be missing.</summary>
    public bool AllowsAbsence
    {
        get
        {
            foreach (var each in fields)
            {
                if (each.Tests.AllowsAbsence)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Numbers the fields and puts first what few events pass, so that the rest need not be looked at: exact values, then what
    /// an index finds, then what must be tried. Equal ones in the order of their paths, so that branches share what they can.
    /// </summary>
    public static RuleField[] Order(PatternBranch branch, Func<string, int> numberOf)
    {
        var fields = new RuleField[branch.Fields.Length];
        for (var field = 0; field < fields.Length; field++)
        {
            fields[field] = new RuleField(numberOf(branch.Fields[field].Path), branch.Fields[field]);
        }

        // Few fields, already in the order of their paths: insertion keeps equal ones so.
        for (var next = 1; next < fields.Length; next++)
        {
            var field = fields[next];
            var at = next;
            for (; at > 0 && fields[at - 1].Tests.Rarity > field.Tests.Rarity; at--)
            {
                fields[at] = fields[at - 1];
            }

            fields[at] = field;
        }

        return fields;
    }
}

/// <summary>A branch that knows its rule's name.</summary>
internal sealed class RuleBranch<TRule>(TRule rule, int ruleId, RuleField[] fields) : RuleBranch(ruleId, fields)
{
    public TRule Rule => rule;
}

/// <summary>A field by its number in a set, and what a branch asks of it.</summary>
internal readonly record struct RuleField(int Number, FieldTests Tests);
