namespace Quell.Engine.Rules.Compiling;

/// <summary>
/// How many partial matches of a pattern's wildcards one value can keep alive at once, at worst. EventBridge refuses patterns
/// where that is too much (user guide, "Content filtering", wildcard matching). The service does not publish its bound; this
/// one is where event-ruler's README has its engine fall to 100 events a second.
/// </summary>
internal static class WildcardComplexity
{
    public const int Limit = 275;

    /// <exception cref="PatternSyntaxException">It is more than <see cref="Limit"/>; the text is EventBridge's.</exception>
    public static void Check(List<byte[][]> wildcards)
    {
        if (wildcards.Sum(Of) > Limit)
        {
            throw new PatternSyntaxException(new PatternError(
                "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character"));
        }
    }

    /// <summary>One for each star, and for each piece behind a star the most of its beginnings that can end at one place.</summary>
    internal static int Of(byte[][] pieces) => pieces.Length - 1 + pieces.Skip(1).Sum(Overlaps);

    // The Knuth-Morris-Pratt failure function: the beginnings that end where a given one ends are the chain of its borders.
    private static int Overlaps(byte[] piece)
    {
        var borders = new int[piece.Length + 1];
        var depths = new int[piece.Length + 1];
        var most = 0;
        for (var length = 1; length <= piece.Length; length++)
        {
            var border = length == 1 ? 0 : borders[length - 1];
            while (length > 1 && border > 0 && piece[border] != piece[length - 1])
            {
                border = borders[border];
            }

            borders[length] = length > 1 && piece[border] == piece[length - 1] ? border + 1 : 0;
            depths[length] = depths[borders[length]] + 1;
            most = Math.Max(most, depths[length]);
        }

        return most;
    }
}
