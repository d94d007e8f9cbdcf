using System.Collections.Immutable;
using Quell.Engine.Rules.Persistent;

namespace Quell.Engine.Rules.Values;

/// <summary>Many exact texts, found by a hash.</summary>
internal sealed class TextSet
{
    /// <summary>From so many on, a hash is quicker than a look at each.</summary>
    private const int Many = 9;

    private readonly HashTrie<byte[], bool> _texts;

    private TextSet(IEnumerable<ExactTextTest> tests) =>
        _texts = tests.Aggregate(HashTrie<byte[], bool>.Empty, (texts, test) => texts.Set<TextKeys>(test.Text, true));

    /// <summary>The texts of the tests; null where there are few, or others than <see cref="ExactTextTest"/>.</summary>
    public static TextSet? Of(ImmutableArray<ValueTest> tests) =>
        tests.Length >= Many && tests.All(test => test is ExactTextTest) ? new(tests.Cast<ExactTextTest>()) : null;

    public bool Has(EventValue value) =>
        value.IsString && _texts.TryGet<TextKeys, ReadOnlySpan<byte>>(TextKeys.HashOf(value.Text), value.Text, out _);
}
