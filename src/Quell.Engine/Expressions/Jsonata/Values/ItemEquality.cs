using System.Runtime.CompilerServices;

namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>Equality by content; functions are equal to themselves only.</summary>
internal static class ItemEquality
{
    public static bool Equal(Item a, Item b)
    {
        if (ReferenceEquals(a.Ref, b.Ref))
        {
            return !a.IsNumber || a.Number == b.Number;
        }

        if (a.Ref is string text)
        {
            return b.Ref is string other && text == other;
        }

        return a.Symbol == b.Symbol && a.Symbol switch
        {
            'a' => ArraysEqual(a, b),
            'o' => ObjectsEqual(a, b),
            _ => false,
        };
    }

    private static bool ArraysEqual(Item a, Item b)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (a.Count != b.Count)
        {
            return false;
        }

        for (var index = 0; index < a.Count; index++)
        {
            if (!Equal(a[index], b[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ObjectsEqual(Item a, Item b)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (Members.Count(a) != Members.Count(b))
        {
            return false;
        }

        foreach (var (name, value) in Members.Of(a))
        {
            if (!Equal(value, b.Member(name)))
            {
                return false;
            }
        }

        return true;
    }
}
