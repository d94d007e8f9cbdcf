namespace Quell.Engine.Runbooks;

/// <summary>Finds the name that somebody meant.</summary>
internal static class Spelling
{
    /// <summary>The known name that is nearest to the one written; null where none looks like it.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        var limit = Math.Max(1, written.Length / 3);
        return known
            .Select(name => (Name: name, Distance: Distance(written.ToUpperInvariant(), name.ToUpperInvariant(), limit)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>The end of a message: a guess, or the names there are, or nothing where there are none.</summary>
    public static string Hint(string written, IReadOnlyCollection<string> known)
    {
        if (Nearest(written, known) is { } near)
        {
            return $"; did you mean '{near}'?";
        }

        return known.Count switch
        {
            0 => "",
            <= MostNamed => $"; there are {string.Join(", ", known)}",
            _ => $"; there are {string.Join(", ", known.Take(MostNamed))} and {known.Count - MostNamed} more",
        };
    }

    private const int MostNamed = 30;

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); above the limit any number above it.</summary>
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
        {
            return limit + 1;
        }

        int[] before = [], last = [.. Enumerable.Range(0, right.Length + 1)];
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var isSame = left[row - 1] == right[column - 1];
                current[column] = Math.Min(last[column - 1] + (isSame ? 0 : 1), 1 + Math.Min(last[column], current[column - 1]));
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    current[column] = Math.Min(current[column], before[column - 2] + 1);
                }
            }

            (before, last) = (last, current);
        }

        return last[right.Length];
    }
}
