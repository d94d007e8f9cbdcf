namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>A variable's value, before those bound earlier. Also a row of a tuple stream: its context under <see cref="Context"/>.</summary>
internal sealed class Binding(string name, Item value, Binding? next)
{
    /// <summary>The name, impossible for a variable, under which a row has its context item.</summary>
    public const string Context = "@";

    public string Name { get; } = name;

    public Item Value { get; } = value;

    public Binding? Next { get; } = next;

    public static Binding Row(Item item) => new(Context, item, null);

    public bool TryFind(string name, out Item value)
    {
        for (var at = this; at is not null; at = at.Next)
        {
            if (at.Name == name)
            {
                value = at.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public Item ContextItem => TryFind(Context, out var item) ? item : Item.Undefined;

    public Binding With(string name, Item value) => new(name, value, this);

    /// <summary>This row with all that the other has set.</summary>
    public Binding Merge(Binding other)
    {
        var result = this;
        foreach (var (name, value) in other.Distinct())
        {
            result = result.With(name, value);
        }

        return result;
    }

    /// <summary>The variables with the value that counts, each once.</summary>
    public IEnumerable<(string Name, Item Value)> Distinct()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = this; at is not null; at = at.Next)
        {
            if (seen.Add(at.Name))
            {
                yield return (at.Name, at.Value);
            }
        }
    }
}
