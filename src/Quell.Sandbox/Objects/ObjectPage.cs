using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>
/// A page of a bucket's listing: keys in the order of their UTF-8 bytes, those that share a prefix up to the delimiter
/// rolled up into it (S3 User Guide, "Organizing objects using prefixes").
/// </summary>
/// <param name="Objects">The objects that are not rolled up.</param>
/// <param name="Prefixes">The common prefixes.</param>
/// <param name="Last">The key or prefix that the next page begins after; null on the last page.</param>
internal sealed record ObjectPage(IReadOnlyList<StoredObject> Objects, IReadOnlyList<string> Prefixes, string? Last)
{
    /// <param name="Prefix">What keys begin with.</param>
    /// <param name="Delimiter">Where they are rolled up; empty for nowhere.</param>
    /// <param name="After">The key or common prefix after which the page begins.</param>
    /// <param name="Most">How many keys and prefixes it has at most.</param>
    internal sealed record Query(string Prefix, string Delimiter, string After, int Most);

    public static ObjectPage Of(ResourceSet state, Bucket bucket, Query query)
    {
        var (objects, prefixes) = (new List<StoredObject>(), new List<string>());
        string? last = null;
        foreach (var (key, value) in state.List(bucket.Scope, bucket.ObjectType).OrderBy(entry => entry.Key, KeyOrder.Instance))
        {
            if (!key.StartsWith(query.Prefix, StringComparison.Ordinal) || IsPast(key, query))
            {
                continue;
            }

            var group = GroupOf(key, query);
            if (group is not null && prefixes.Count > 0 && prefixes[^1] == group)
            {
                continue;
            }

            if (objects.Count + prefixes.Count == query.Most)
            {
                return new(objects, prefixes, last);
            }

            last = group ?? key;
            if (group is null)
            {
                objects.Add(new(bucket, key, value));
            }
            else
            {
                prefixes.Add(group);
            }
        }

        return new(objects, prefixes, null);
    }

    private static bool IsPast(string key, Query query) => query.After.Length > 0
        && (KeyOrder.Instance.Compare(key, query.After) <= 0
            || (query.Delimiter.Length > 0
                && query.After.EndsWith(query.Delimiter, StringComparison.Ordinal)
                && GroupOf(key, query) == query.After));

    private static string? GroupOf(string key, Query query)
    {
        var end = query.Delimiter.Length == 0 ? -1 : key.IndexOf(query.Delimiter, query.Prefix.Length, StringComparison.Ordinal);
        return end < 0 ? null : key[..(end + query.Delimiter.Length)];
    }
}
