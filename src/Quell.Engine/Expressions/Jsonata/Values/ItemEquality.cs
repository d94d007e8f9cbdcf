using System.Runtime.CompilerServices;

namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>Equality of items.</summary>
internal static class ItemEquality
{
    /// <summary>Of scalars by content; arrays, objects and functions are the same as themselves only.</summary>
    public static bool Same(Item a, Item b) => ReferenceEquals(a.Ref, b.Ref)
        ? !a.IsNumber || a.Number == b.Number
        : a.Ref is string text && b.Ref is string other && text == other;

    /// <summary>By content; functions are equal to themselves only.</summary>
    public static bool Equal(Item a, Item b)
    {
        if (ReferenceEquals(a.Ref, b.Ref) || a.Ref is string)
        {
            return Same(a, b);
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
