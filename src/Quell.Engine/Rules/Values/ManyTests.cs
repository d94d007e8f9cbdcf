using System.Collections.Immutable;
using Quell.Engine.Rules.Persistent;

namespace Quell.Engine.Rules.Values;

/// <summary>
/// Many tests of which one has to be passed: a value looks up those that it may pass, so that a long list of tests costs an event
/// of many values no more than a short one. What cannot be looked up is tried.
/// </summary>
internal sealed class ManyTests
{
    /// <summary>From so many on, a look-up is quicker than a try of each.</summary>
    private const int Many = 9;

    private readonly HashTrie<byte[], bool> _texts = HashTrie<byte[], bool>.Empty;
    private readonly List<ValueTest> _others = [];
    private readonly RadixTree<ValueTest>? _starts;
    private readonly RadixTree<ValueTest>? _ends;
    private readonly RadixTree<ValueTest>? _foldedStarts;
    private readonly RadixTree<ValueTest>? _foldedEnds;
    private readonly IntervalTree<ValueTest>? _numbers;
    private readonly IntervalTree<ValueTest>? _v4Addresses;
    private readonly IntervalTree<ValueTest>? _v6Addresses;

    private ManyTests(ImmutableArray<ValueTest> tests)
    {
        foreach (var test in tests)
        {
            switch (test)
            {
                case ExactTextTest exact:
                    _texts = _texts.Set<TextKeys>(exact.Text, true);
                    break;
                case PrefixTest prefix:
                    _starts = Added(_starts, prefix.Text, isSure: true, test);
                    break;
                case SuffixTest suffix:
                    _ends = Added(_ends, suffix.Reversed, isSure: true, test);
                    break;
                case IgnoreCaseTest { At: IgnoreCaseTest.Part.Suffix, Folded: { } end }:
                    _foldedEnds = Added(_foldedEnds, end, isSure: true, test);
                    break;
                case IgnoreCaseTest { Folded: { } start } caseless:
                    _foldedStarts = Added(_foldedStarts, start, caseless.At == IgnoreCaseTest.Part.Prefix, test);
                    break;
                case NumberTest { Key: { } key }:
                    _numbers = Added(_numbers, key, key, test);
                    break;
                case RangeTest range:
                    _numbers = Added(_numbers, range.Bottom, range.Top, test);
                    break;
                case AddressTest { IsV6: false } address:
                    _v4Addresses = Added(_v4Addresses, address.Bottom, address.Top, test);
                    break;
                case AddressTest address:
                    _v6Addresses = Added(_v6Addresses, address.Bottom, address.Top, test);
                    break;
                default:
                    _others.Add(test);
                    break;
            }
        }
    }

    /// <summary>The tests to be looked up; null where they are few.</summary>
    public static ManyTests? Of(ImmutableArray<ValueTest> tests) => tests.Length >= Many ? new(tests) : null;

    /// <summary>Whether the value passes any of the tests.</summary>
    public bool Accept(EventValue value)
    {
        var isFound = value.Kind switch
        {
            EventValueKind.String => IsText(value),
            EventValueKind.Number => _numbers is not null && IsNumber(value),
            _ => false,
        };
        for (var other = 0; other < _others.Count && !isFound; other++)
        {
            isFound = _others[other].Accepts(value);
        }

        return isFound;
    }

    private static RadixTree<ValueTest>? Added(RadixTree<ValueTest>? tree, byte[] key, bool isSure, ValueTest test) =>
        RadixTree<ValueTest>.Exchange(tree, key, isSure, null, test);

    private static IntervalTree<ValueTest>? Added(IntervalTree<ValueTest>? tree, UInt128 bottom, UInt128 top, ValueTest test) =>
        IntervalTree<ValueTest>.Exchange(tree, bottom, top, null, test);

    private bool IsText(EventValue value)
    {
        var text = value.Text;
        if (!_texts.IsEmpty && _texts.TryGet<TextKeys, ReadOnlySpan<byte>>(TextKeys.HashOf(text), text, out _))
        {
            return true;
        }

        var finder = new Finder(value);
        RadixTree<ValueTest>.Walk<Forward, Finder>(_starts, text, ref finder);
        RadixTree<ValueTest>.Walk<Backward, Finder>(_ends, text, ref finder);
        RadixTree<ValueTest>.Walk<Folded<Forward>, Finder>(_foldedStarts, text, ref finder);
        RadixTree<ValueTest>.Walk<Folded<Backward>, Finder>(_foldedEnds, text, ref finder);
        if ((_v4Addresses is not null || _v6Addresses is not null) && IpAddress.TryParse(text, out var address))
        {
            IntervalTree<ValueTest>.Stab(address.IsV6 ? _v6Addresses : _v4Addresses, address.Value, ref finder);
        }

        return finder.IsFound;
    }

    private bool IsNumber(EventValue value)
    {
        // Once for all ranges: whether a long number can be compared is dear to find out.
        if (!DecimalKey.TryRead(value.Text, out var key, out var isComparable) || !(isComparable || ComparableNumber.TryParse(value.Text, out _)))
        {
            return false;
        }

        var finder = new Finder(value);
        IntervalTree<ValueTest>.Stab(_numbers, key, ref finder);
        return finder.IsFound;
    }

    private ref struct Finder(EventValue value) : IFinder<ValueTest>
    {
        private readonly EventValue _value = value;

        public bool IsFound { get; private set; }

        public void Found(Bag<ValueTest> sure, Bag<ValueTest> maybe)
        {
            IsFound = IsFound || !sure.IsEmpty;
            foreach (var test in maybe)
            {
                IsFound = IsFound || test.Accepts(_value);
            }
        }
    }
}
