using System.Collections.Immutable;
using Quell.Engine.Rules.Persistent;

namespace Quell.Engine.Rules.Values;

/// <summary>The value passes none of these tests, of whatever kind it is: a number is anything but a string.</summary>
internal sealed class AnythingButTest(ImmutableArray<ValueTest> refused) : ValueTest
{
    /// <summary>From so many strings on, a hash is quicker than a look at each.</summary>
    private const int Many = 9;

    private readonly HashTrie<byte[], bool>? _texts = refused.Length >= Many && refused.All(test => test is ExactTextTest)
        ? refused.Cast<ExactTextTest>().Aggregate(HashTrie<byte[], bool>.Empty, (texts, test) => texts.Set<TextKeys>(test.Text, true))
        : null;

    public ImmutableArray<ValueTest> Refused => refused;

    public override Rarity Passing => Rarity.Most;

    public override bool Accepts(EventValue value)
    {
        if (_texts is not null)
        {
            return !value.IsString || !_texts.TryGet<TextKeys, ReadOnlySpan<byte>>(TextKeys.HashOf(value.Text), value.Text, out _);
        }

        foreach (var test in refused)
        {
            if (test.Accepts(value))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode() => refused.Aggregate(refused.Length, (hash, test) => HashCode.Combine(hash, test.GetHashCode()));

    protected override bool IsSame(ValueTest other) => other is AnythingButTest same && same.Refused.AsSpan().SequenceEqual(refused.AsSpan());
}
