namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>
/// The order in which the service writes the columns of a CSV item: not that of the file but that of a hash table with at least 16
/// places, at most three quarters of them filled, over Java's hash of a string
/// (<c>s[0]*31^(n-1) + … + s[n-1]</c>, its upper half folded into the lower; JDK documentation of <c>String.hashCode</c> and
/// <c>HashMap</c>). It can be seen in the text of outputs: recorded executions have <c>0, {}, True</c> for the header
/// <c>0,True,{}</c>.
/// </summary>
internal static class HashOrder
{
    /// <summary>The positions of the names in the order in which they are written.</summary>
    public static int[] Of(IReadOnlyList<string> names)
    {
        var places = 16;
        while (names.Count > places / 4 * 3)
        {
            places *= 2;
        }

        return [.. Enumerable.Range(0, names.Count).OrderBy(position => PlaceOf(names[position]) & (places - 1))];
    }

    private static int PlaceOf(string name)
    {
        var hash = 0;
        foreach (var character in name)
        {
            hash = unchecked((hash * 31) + character);
        }

        return hash ^ (hash >>> 16);
    }
}
