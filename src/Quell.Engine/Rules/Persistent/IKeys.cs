namespace Quell.Engine.Rules.Persistent;

/// <summary>How the keys of a <see cref="HashTrie{TKey, TValue}"/> are looked up by something that need not be a key itself.</summary>
/// <typeparam name="TKey">What the trie holds.</typeparam>
/// <typeparam name="TProbe">What it is asked with.</typeparam>
internal interface IKeys<TKey, TProbe>
    where TProbe : allows ref struct
{
    /// <summary>The hash of a key, the same as that of every probe which is <see cref="Same"/>.</summary>
    static abstract uint HashOf(TKey key);

    static abstract bool Same(TKey key, TProbe probe);
}
