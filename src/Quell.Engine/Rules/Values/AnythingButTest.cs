using System.Collections.Immutable;

namespace Quell.Engine.Rules.Values;

/// <summary>The value passes none of these tests, of whatever kind it is: a number is anything but a string.</summary>
internal sealed class AnythingButTest(ImmutableArray<ValueTest> refused) : ValueTest
{
    private readonly ManyTests? _many = ManyTests.Of(refused);

    public ImmutableArray<ValueTest> Refused => refused;

    public override Rarity Passing => Rarity.Most;

    public override bool Accepts(EventValue value)
    {
        if (_many is not null)
        {
            return !_many.Accept(value);
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
