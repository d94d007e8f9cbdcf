using System.Text;

namespace Quell.Engine.Rules;

/// <summary>
/// The fields that some set of patterns asks about, as a tree of names, so that a scan of an event passes over all else.
/// Fields are numbered in the ordinal order of their paths.
/// </summary>
internal sealed class FieldTree
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public FieldTree(IEnumerable<string> paths)
    {
        foreach (var path in paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var node = Root;
            foreach (var name in path.Split('.'))
            {
                node = node.Grow(Encoding.UTF8.GetBytes(name));
            }

            node.Field = _numbers.Count;
            _numbers.Add(path, node.Field);
        }
    }

    public Node Root { get; } = new([]);

    public int Count => _numbers.Count;

    public int NumberOf(string path) => _numbers[path];

    /// <summary>A name on the way to a field, or the field itself.</summary>
    internal sealed class Node(byte[] name)
    {
        /// <summary>From here on a hash is quicker than a look at each child.</summary>
        private const int IndexFrom = 9;

        private readonly byte[] _name = name;
        private readonly List<Node> _children = [];
        private Dictionary<ulong, Node>? _index;

        /// <summary>The field that ends here; -1 where none does.</summary>
        public int Field { get; set; } = -1;

        public bool HasChildren => _children.Count > 0;

        public Node Grow(byte[] childName)
        {
            if (Find(childName) is { } found)
            {
                return found;
            }

            var child = new Node(childName);
            _children.Add(child);
            _index = _children.Count < IndexFrom ? null : IndexChildren();
            return child;
        }

        /// <summary>The node that a member's name leads to, a dot within it counting as a joint; null where no field lies that way.</summary>
        public Node? Descend(ReadOnlySpan<byte> memberName)
        {
            var dot = memberName.IndexOf((byte)'.');
            if (dot < 0)
            {
                return Find(memberName);
            }

            return Find(memberName[..dot])?.Descend(memberName[(dot + 1)..]);
        }

        private static ulong HashOf(ReadOnlySpan<byte> text)
        {
            var hash = 14695981039346656037UL;
            foreach (var next in text)
            {
                hash = (hash ^ next) * 1099511628211UL;
            }

            return hash;
        }

        private Dictionary<ulong, Node>? IndexChildren()
        {
            var index = new Dictionary<ulong, Node>();
            foreach (var child in _children)
            {
                if (!index.TryAdd(HashOf(child._name), child))
                {
                    return null;
                }
            }

            return index;
        }

        private Node? Find(ReadOnlySpan<byte> childName)
        {
            if (_index is not null)
            {
                // The hash finds the candidate; another name can share it.
                return _index.TryGetValue(HashOf(childName), out var hit) && childName.SequenceEqual(hit._name) ? hit : null;
            }

            foreach (var child in _children)
            {
                if (childName.SequenceEqual(child._name))
                {
                    return child;
                }
            }

            return null;
        }
    }
}
