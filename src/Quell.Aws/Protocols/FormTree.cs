using System.Globalization;

namespace Quell.Aws.Protocols;

/// <summary>
/// The dotted names of a form (<c>Filter.1.Value.2=x</c>) as a tree, and what of it the reader has used.
/// </summary>
internal sealed class FormTree
{
    /// <summary>More levels than any service's input has.</summary>
    private const int MaxDepth = 64;

    private readonly Dictionary<string, FormTree> _children = new(StringComparer.Ordinal);

    public string? Value { get; private set; }

    public bool IsUsed { get; private set; }

    /// <summary>The names directly below, in order of appearance.</summary>
    public IEnumerable<KeyValuePair<string, FormTree>> Children => _children;

    public static FormTree Parse(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var root = new FormTree();
        foreach (var (name, value) in pairs)
        {
            var node = root;
            var depth = 0;
            foreach (var range in name.AsSpan().Split('.'))
            {
                if (++depth > MaxDepth)
                {
                    throw new AwsException("MalformedQueryString", $"The parameter name {name[..40]}... has too many parts.");
                }

                node = node.Descend(name[range]);
            }

            node.Value = value ?? "";
        }

        return root;
    }

    /// <summary>The node of that name, marked as used; null where there is none.</summary>
    public FormTree? Take(string name)
    {
        if (!_children.TryGetValue(name, out var child))
        {
            return null;
        }

        child.IsUsed = true;
        return child;
    }

    /// <summary>The nodes below, all of them numbered, in the order of their numbers.</summary>
    /// <exception cref="AwsException"><c>MalformedInput</c>: one has another name than a number.</exception>
    public IEnumerable<FormTree> Numbered() => _children
        .OrderBy(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new AwsException("MalformedInput", $"'{child.Key}' stands where the number of a list's item is expected."))
        .Select(child => child.Value);

    private FormTree Descend(string name)
    {
        if (!_children.TryGetValue(name, out var child))
        {
            _children[name] = child = new();
        }

        return child;
    }
}
