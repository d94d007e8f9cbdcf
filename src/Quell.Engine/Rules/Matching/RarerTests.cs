using Quell.Engine.Rules.Persistent;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Matching;

/// <summary>The ways of a <see cref="FieldIndex"/> by parts of texts, by texts in any case, and by addresses.</summary>
internal sealed record RarerTests
{
    public static readonly RarerTests None = new();

    /// <summary>Ways by how a text begins; a wildcard's by its part before the first star, still to be tried.</summary>
    public RadixTree<Way>? Starts { get; private init; }

    /// <summary>Ways by how a text ends, read from its end.</summary>
    public RadixTree<Way>? Ends { get; private init; }

    /// <summary>As <see cref="Starts"/>, by small letters.</summary>
    public RadixTree<Way>? FoldedStarts { get; private init; }

    /// <summary>As <see cref="Ends"/>, by small letters.</summary>
    public RadixTree<Way>? FoldedEnds { get; private init; }

    /// <summary>Ways by a whole text in small letters.</summary>
    public HashTrie<byte[], Bag<Way>>? FoldedTexts { get; private init; }

    public IntervalTree<Way>? V4Addresses { get; private init; }

    public IntervalTree<Way>? V6Addresses { get; private init; }

    /// <summary>Whether the test has its place here.</summary>
    public static bool Has(ValueTest test) => test is PrefixTest or SuffixTest or AddressTest or WildcardTest { HasEnds: true }
        or IgnoreCaseTest { Folded: not null };

    public Bag<Way> At(ValueTest test) => test switch
    {
        PrefixTest prefix => RadixTree<Way>.At(Starts, prefix.Text, isSure: true),
        SuffixTest suffix => RadixTree<Way>.At(Ends, suffix.Reversed, isSure: true),
        WildcardTest { First: { Length: > 0 } first } => RadixTree<Way>.At(Starts, first, isSure: false),
        WildcardTest wildcard => RadixTree<Way>.At(Ends, wildcard.LastReversed, isSure: false),
        IgnoreCaseTest { At: IgnoreCaseTest.Part.Whole, Folded: { } text } => FieldIndex.At(FoldedTexts, text),
        IgnoreCaseTest { At: IgnoreCaseTest.Part.Prefix, Folded: { } text } => RadixTree<Way>.At(FoldedStarts, text, isSure: true),
        IgnoreCaseTest { Folded: { } text } => RadixTree<Way>.At(FoldedEnds, text, isSure: true),
        AddressTest { IsV6: false } address => IntervalTree<Way>.At(V4Addresses, address.Bottom, address.Top),
        AddressTest address => IntervalTree<Way>.At(V6Addresses, address.Bottom, address.Top),
        _ => default,
    };

    /// <summary>The tests with one way exchanged for the other; null where no way is left.</summary>
    public RarerTests? Exchange(ValueTest test, Way? old, Way? @new)
    {
        var tests = test switch
        {
            PrefixTest prefix => this with { Starts = RadixTree<Way>.Exchange(Starts, prefix.Text, isSure: true, old, @new) },
            SuffixTest suffix => this with { Ends = RadixTree<Way>.Exchange(Ends, suffix.Reversed, isSure: true, old, @new) },
            WildcardTest { First: { Length: > 0 } first } => this with { Starts = RadixTree<Way>.Exchange(Starts, first, isSure: false, old, @new) },
            WildcardTest wildcard => this with { Ends = RadixTree<Way>.Exchange(Ends, wildcard.LastReversed, isSure: false, old, @new) },
            IgnoreCaseTest { At: IgnoreCaseTest.Part.Whole, Folded: { } text } => this with { FoldedTexts = FieldIndex.Exchange(FoldedTexts, text, old, @new) },
            IgnoreCaseTest { At: IgnoreCaseTest.Part.Prefix, Folded: { } text } =>
                this with { FoldedStarts = RadixTree<Way>.Exchange(FoldedStarts, text, isSure: true, old, @new) },
            IgnoreCaseTest { Folded: { } text } => this with { FoldedEnds = RadixTree<Way>.Exchange(FoldedEnds, text, isSure: true, old, @new) },
            AddressTest { IsV6: false } address =>
                this with { V4Addresses = IntervalTree<Way>.Exchange(V4Addresses, address.Bottom, address.Top, old, @new) },
            AddressTest address => this with { V6Addresses = IntervalTree<Way>.Exchange(V6Addresses, address.Bottom, address.Top, old, @new) },
            _ => this,
        };
        return tests == None ? null : tests;
    }

    public IEnumerable<Way> Ways() => RadixTree<Way>.Things(Starts).Concat(RadixTree<Way>.Things(Ends))
        .Concat(RadixTree<Way>.Things(FoldedStarts)).Concat(RadixTree<Way>.Things(FoldedEnds)).Concat(FieldIndex.WaysOf(FoldedTexts))
        .Concat(IntervalTree<Way>.Things(V4Addresses)).Concat(IntervalTree<Way>.Things(V6Addresses));
}
