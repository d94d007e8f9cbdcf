using Quell.Engine.Rules.Persistent;

namespace Quell.Engine.Rules.Matching;

/// <summary>
/// Branches whose first fields are the same. A few of them stand in a <see cref="Bucket"/> and are tried one by one; more are
/// told apart by their next field in a <see cref="Split"/>. Which of the two depends on how many they are and on nothing else.
/// </summary>
internal abstract class Subtree
{
    /// <summary>So many branches are tried one by one.</summary>
    protected const int BucketSize = 4;

    /// <summary>Behind so many fields branches are not told apart any more: the depth of a search is bounded.</summary>
    protected const int MaxDepth = 64;

    private Subtree()
    {
    }

    public abstract int Count { get; }

    /// <summary>The subtree with one more branch, whose fields before <paramref name="depth"/> have led here.</summary>
    public abstract Subtree Add(RuleBranch branch, int depth, ref IdPool ways);

    /// <summary>The subtree without the branch; null where it was the only one.</summary>
    public abstract Subtree? Remove(RuleBranch branch, int depth, ref IdPool ways);

    /// <summary>Each branch once, in no particular order.</summary>
    public abstract IEnumerable<RuleBranch> Branches();

    /// <summary>A few branches.</summary>
    internal sealed class Bucket(Bag<RuleBranch> branches, int count, int depth) : Subtree
    {
        public Bag<RuleBranch> All => branches;

        /// <summary>How many of their fields have passed on the way here.</summary>
        public int Depth => depth;

        public override int Count => count;

        public static Bucket Of(RuleBranch branch, int depth) => new(default(Bag<RuleBranch>).Add(branch), 1, depth);

        public override Subtree Add(RuleBranch branch, int depth, ref IdPool ways)
        {
            if (count < BucketSize || depth >= MaxDepth)
            {
                return new Bucket(branches.Add(branch), count + 1, depth);
            }

            Subtree split = Split.Empty;
            foreach (var each in branches)
            {
                split = split.Add(each, depth, ref ways);
            }

            return split.Add(branch, depth, ref ways);
        }

        public override Subtree? Remove(RuleBranch branch, int depth, ref IdPool ways) =>
            count == 1 ? null : new Bucket(branches.Remove(branch), count - 1, depth);

        public override IEnumerable<RuleBranch> Branches() => branches.ToEnumerable();
    }

    /// <summary>Branches that end here, and others by the field that they go on with.</summary>
    internal sealed class Split : Subtree
    {
        public static readonly Split Empty = new(0, default, HashTrie<int, FieldIndex>.Empty, [], []);

        /// <summary>So many fields are gone through one by one; among more, those that the event has are looked up.</summary>
        private const int FewFields = 16;

        private readonly int _count;
        private readonly HashTrie<int, FieldIndex> _fields;

        private Split(
            int count, Bag<RuleBranch> ended, HashTrie<int, FieldIndex> fields, (int Field, FieldIndex Index)[] few, int[] absentable)
        {
            (_count, Ended, _fields, Few, Absentable) = (count, ended, fields, few, absentable);
        }

        /// <summary>The branches that have no more fields.</summary>
        public Bag<RuleBranch> Ended { get; }

        /// <summary>The fields, unless they are many.</summary>
        public (int Field, FieldIndex Index)[] Few { get; }

        /// <summary>The fields that may be missing.</summary>
        public int[] Absentable { get; }

        public override int Count => _count;

        public bool HasManyFields => Few.Length == 0 && !_fields.IsEmpty;

        public bool TryGet(int field, out FieldIndex index) => _fields.TryGet<NumberKeys, int>((uint)field, field, out index);

        public override Subtree Add(RuleBranch branch, int depth, ref IdPool ways)
        {
            if (depth == branch.Fields.Length)
            {
                return new Split(_count + 1, Ended.Add(branch), _fields, Few, Absentable);
            }

            var (number, tests) = branch.Fields[depth];
            var index = TryGet(number, out var found) ? found : FieldIndex.Empty;
            if (index.Find(tests) is { } way)
            {
                return With(1, number, index.Exchange(way.Tests, way, way.To(way.Target.Add(branch, depth + 1, ref ways))));
            }

            ways = ways.Take(out var id);
            return With(1, number, index.Exchange(tests, null, new Way(id, tests, Bucket.Of(branch, depth + 1))));
        }

        public override Subtree? Remove(RuleBranch branch, int depth, ref IdPool ways)
        {
            if (_count == BucketSize + 1)
            {
                ways = Ways().Aggregate(ways, (pool, way) => pool.Give(way.Id));
                return Branches().Where(other => other != branch)
                    .Aggregate(new Bucket(default, 0, depth), (bucket, other) => new Bucket(bucket.All.Add(other), bucket.Count + 1, depth));
            }

            if (depth == branch.Fields.Length)
            {
                return new Split(_count - 1, Ended.Remove(branch), _fields, Few, Absentable);
            }

            var (number, tests) = branch.Fields[depth];
            TryGet(number, out var index);
            var way = index.Find(tests)!;
            var rest = way.Target.Remove(branch, depth + 1, ref ways);
            ways = rest is null ? ways.Give(way.Id) : ways;
            return With(-1, number, index.Exchange(way.Tests, way, rest is null ? null : way.To(rest)));
        }

        public override IEnumerable<RuleBranch> Branches() => Ended.ToEnumerable().Concat(
            FieldsOf().SelectMany(field => field.Index.Ways().Distinct()).SelectMany(way => way.Target.Branches()));

        /// <summary>All ways from here on, each once: an index has a way under each of its tests.</summary>
        private IEnumerable<Way> Ways() => FieldsOf().SelectMany(field => field.Index.Ways().Distinct())
            .SelectMany(way => way.Target is Split split ? split.Ways().Append(way) : [way]);

        private IEnumerable<(int Field, FieldIndex Index)> FieldsOf() => _fields.Entries.Select(entry => (entry.Key, entry.Value));

        private Split With(int change, int number, FieldIndex index)
        {
            var fields = index.IsEmpty ? _fields.Remove<NumberKeys>(number) : _fields.Set<NumberKeys>(number, index);
            var absentable = AbsentableWith(number, index);
            var at = Array.FindIndex(Few, field => field.Field == number);
            if (at >= 0 && !index.IsEmpty)
            {
                (int, FieldIndex)[] few = [.. Few];
                few[at] = (number, index);
                return new Split(_count + change, Ended, fields, few, absentable);
            }

            // A field has come or gone, or there are many.
            (int, FieldIndex)[] all = HasManyFields && fields.Entries.Skip(FewFields).Any()
                ? []
                : [.. fields.Entries.Take(FewFields + 1).Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Key)];
            return new Split(_count + change, Ended, fields, all.Length > FewFields ? [] : all, absentable);
        }

        private int[] AbsentableWith(int number, FieldIndex index)
        {
            var isThere = Array.IndexOf(Absentable, number) >= 0;
            if (isThere == !index.Absent.IsEmpty)
            {
                return Absentable;
            }

            return isThere ? Array.FindAll(Absentable, other => other != number) : [.. Absentable, number];
        }
    }
}
