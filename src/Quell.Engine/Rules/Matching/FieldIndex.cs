using Quell.Engine.Rules.Persistent;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Matching;

/// <summary>
/// The ways from one place on by what they ask of one field, so that a value finds those that it passes without trying the
/// others. Never changes: an exchange gives a new index.
/// </summary>
internal sealed record FieldIndex
{
    public static readonly FieldIndex Empty = new();

    private const int FewTests = 8;

    /// <summary>Ways for every value.</summary>
    public Bag<Way> Present { get; private init; }

    /// <summary>Ways for an event without the field.</summary>
    public Bag<Way> Absent { get; private init; }

    /// <summary>Ways that must be tried.</summary>
    public Bag<Way> Others { get; private init; }

    /// <summary>Ways by true, false and null.</summary>
    public HashTrie<byte[], Bag<Way>>? Words { get; private init; }

    public HashTrie<byte[], Bag<Way>>? Texts { get; private init; }

    /// <summary>Ways by number and range of numbers (<see cref="DecimalKey"/>).</summary>
    public IntervalTree<Way>? Numbers { get; private init; }

    /// <summary>What fewer fields need.</summary>
    public RarerTests? Rarer { get; private init; }

    public bool IsEmpty => Present.IsEmpty && Absent.IsEmpty && Others.IsEmpty && Words is null && Texts is null && Numbers is null && Rarer is null;

    /// <summary>The way that asks for the same.</summary>
    public Way? Find(FieldTests tests)
    {
        // The way stands at every one of its tests: a look at a few of them is enough to find it.
        var fewest = default(Bag<Way>);
        var count = int.MaxValue;
        foreach (var test in tests.Tests.AsSpan()[..Math.Min(tests.Tests.Length, FewTests)])
        {
            var bag = At(test);
            if (bag.IsEmpty)
            {
                return null;
            }

            if (bag.Count < count)
            {
                (fewest, count) = (bag, bag.Count);
            }
        }

        foreach (var way in fewest)
        {
            if (way.Tests.Asks(tests))
            {
                return way;
            }
        }

        return null;
    }

    /// <summary>The index with one way exchanged for the other; null is nothing to take out or put in.</summary>
    public FieldIndex Exchange(FieldTests tests, Way? old, Way? @new)
    {
        var index = this;
        foreach (var test in tests.Tests)
        {
            index = index.Exchange(test, old, @new);
        }

        return index;
    }

    /// <summary>Every way, as often as it has tests.</summary>
    public IEnumerable<Way> Ways() => Present.ToEnumerable().Concat(Absent.ToEnumerable()).Concat(Others.ToEnumerable())
        .Concat(WaysOf(Words)).Concat(WaysOf(Texts)).Concat(IntervalTree<Way>.Things(Numbers)).Concat(Rarer?.Ways() ?? []);

    internal static IEnumerable<Way> WaysOf(HashTrie<byte[], Bag<Way>>? texts) => texts?.Entries.SelectMany(entry => entry.Value.ToEnumerable()) ?? [];

    internal static Bag<Way> At(HashTrie<byte[], Bag<Way>>? texts, byte[] text) =>
        texts is not null && texts.TryGet<TextKeys, byte[]>(TextKeys.HashOf(text), text, out var ways) ? ways : default;

    internal static HashTrie<byte[], Bag<Way>>? Exchange(HashTrie<byte[], Bag<Way>>? texts, byte[] text, Way? old, Way? @new)
    {
        var ways = At(texts, text).Exchange(old, @new);
        texts ??= HashTrie<byte[], Bag<Way>>.Empty;
        texts = ways.IsEmpty ? texts.Remove<TextKeys>(text) : texts.Set<TextKeys>(text, ways);
        return texts.IsEmpty ? null : texts;
    }

    private Bag<Way> At(ValueTest test) => test switch
    {
        ExactTextTest exact => At(Texts, exact.Text),
        WordTest word => At(Words, word.Word),
        NumberTest { Key: { } key } => IntervalTree<Way>.At(Numbers, key, key),
        RangeTest range => IntervalTree<Way>.At(Numbers, range.Bottom, range.Top),
        PresenceTest => Present,
        AbsenceTest => Absent,
        _ when RarerTests.Has(test) => (Rarer ?? RarerTests.None).At(test),
        _ => Others,
    };

    private FieldIndex Exchange(ValueTest test, Way? old, Way? @new) => test switch
    {
        ExactTextTest exact => this with { Texts = Exchange(Texts, exact.Text, old, @new) },
        WordTest word => this with { Words = Exchange(Words, word.Word, old, @new) },
        NumberTest { Key: { } key } => this with { Numbers = IntervalTree<Way>.Exchange(Numbers, key, key, old, @new) },
        RangeTest range => this with { Numbers = IntervalTree<Way>.Exchange(Numbers, range.Bottom, range.Top, old, @new) },
        PresenceTest => this with { Present = Present.Exchange(old, @new) },
        AbsenceTest => this with { Absent = Absent.Exchange(old, @new) },
        _ when RarerTests.Has(test) => this with { Rarer = (Rarer ?? RarerTests.None).Exchange(test, old, @new) },
        _ => this with { Others = Others.Exchange(old, @new) },
    };
}
