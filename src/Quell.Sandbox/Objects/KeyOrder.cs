namespace Quell.Sandbox.Objects;

/// <summary>
/// Orders texts as their UTF-8 bytes are ordered. UTF-16 differs from that in one thing: surrogates, which stand for the
/// highest characters, lie below U+E000 to U+FFFF.
/// </summary>
internal sealed class KeyOrder : IComparer<string>
{
    public static readonly KeyOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var one = x.AsSpan();
        var other = y.AsSpan();
        var same = one.CommonPrefixLength(other);
        if (same == one.Length || same == other.Length)
        {
            return one.Length - other.Length;
        }

        var (left, right) = (one[same], other[same]);
        return char.IsSurrogate(left) == char.IsSurrogate(right) ? left - right
            : char.IsSurrogate(left) ? 1
            : -1;
    }
}
