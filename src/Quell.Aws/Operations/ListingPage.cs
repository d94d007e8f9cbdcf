namespace Quell.Aws.Operations;

/// <summary>A part of a listing.</summary>
/// <param name="Items">The part.</param>
/// <param name="Next">The token of the next part; null on the last page.</param>
internal sealed record ListingPage<TItem>(IReadOnlyList<TItem> Items, string? Next);

/// <summary>
/// Cuts a listing into pages. The token names the last item that was handed out, so that pages neither repeat nor skip what stays,
/// whatever is created or deleted in between.
/// </summary>
internal static class ListingPage
{
    /// <param name="items">The whole listing, ordered by <paramref name="key"/> (ordinal).</param>
    /// <param name="key">What an item is found again by; no other has it.</param>
    /// <param name="most">How many a page has at most.</param>
    /// <param name="token">Where the page begins; null for the first.</param>
    /// <param name="refusal">What a token that is none is refused with.</param>
    public static ListingPage<TItem> Of<TItem>(IEnumerable<TItem> items, Func<TItem, string> key, long most, string? token, Func<Exception> refusal)
    {
        var after = PageToken.Read(token, refusal);
        var page = items.Where(item => after is null || string.CompareOrdinal(key(item), after) > 0).Take((int)most + 1).ToList();
        if (page.Count <= most)
        {
            return new(page, null);
        }

        page.RemoveAt(page.Count - 1);
        return new(page, page.Count > 0 ? PageToken.Write(key(page[^1])) : null);
    }
}
