using System.Text;

namespace Quell.Engine.Rules.Scanning;

/// <summary>The fields that a scan looks for. Never changes.</summary>
internal sealed class FieldSet
{
    public static readonly FieldSet Empty = new(FieldTree.Empty, 0, [], 0);

    /// <summary>For so many fields it pays to look whether any name comes again, rather than to go on to the end.</summary>
    private const int Few = 3;

    private readonly string[] _paths;

    private FieldSet(FieldTree root, int count, string[] paths, int limit)
    {
        (Root, Count, _paths, Limit) = (root, count, paths, limit);
        Endings = [.. paths.Select(path => Encoding.UTF8.GetBytes($"{path[(path.LastIndexOf('.') + 1)..]}\""))];
    }

    /// <summary>The names on the way to the fields.</summary>
    public FieldTree Root { get; }

    public int Count { get; }

    /// <summary>A number above that of every field.</summary>
    public int Limit { get; }

    /// <summary>
    /// How the key of every occurrence of a field ends, the quote behind it included, unless it has escapes: a text without any of
    /// these has no leaf of these fields. Empty where there are many fields, or some were many.
    /// </summary>
    public byte[][] Endings { get; }

    /// <summary>The set with one more field.</summary>
    public FieldSet With(string path, int number, int limit) =>
        new(Root.With(path, number), Count + 1, Count < Few && _paths.Length == Count ? [.. _paths, path] : [], limit);

    /// <summary>The set without a field.</summary>
    public FieldSet Without(string path, int limit) =>
        new(Root.With(path, -1), Count - 1, Array.FindAll(_paths, other => other != path), limit);
}
