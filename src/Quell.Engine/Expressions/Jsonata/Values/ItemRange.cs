namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>The array of the whole numbers from <paramref name="first"/> on, which takes no room of its own.</summary>
internal sealed class ItemRange(double first, int count)
{
    public int Count { get; } = count;

    public Item this[int index] => first + index;
}
