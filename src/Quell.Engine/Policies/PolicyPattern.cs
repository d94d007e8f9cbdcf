namespace Quell.Engine.Policies;

/// <summary>Texts with <c>*</c> (any characters) and <c>?</c> (one), in time proportional to the product of both lengths.</summary>
internal static class PolicyPattern
{
    public static bool Matches(string pattern, string value, bool ignoreCase = false)
    {
        var (p, v) = (0, 0);
        var (star, resume) = (-1, 0);
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, v);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], value[v], ignoreCase)))
            {
                (p, v) = (p + 1, v + 1);
            }
            else if (star >= 0)
            {
                (p, v) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }

    private static bool Same(char one, char other, bool ignoreCase) =>
        one == other || (ignoreCase && char.ToLowerInvariant(one) == char.ToLowerInvariant(other));
}
