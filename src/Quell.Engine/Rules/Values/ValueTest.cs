using System.Collections.Immutable;

namespace Quell.Engine.Rules.Values;

/// <summary>What a pattern asks of one value of a field; the field matches when any value passes any of its tests.</summary>
internal abstract class ValueTest
{
    public abstract bool Accepts(EventValue value);
}

/// <summary>The value is this string.</summary>
internal sealed class ExactTextTest(byte[] text) : ValueTest
{
    public byte[] Text => text;

    public override bool Accepts(EventValue value) => value.IsString && value.Text.SequenceEqual(text);
}

/// <summary>The value is this true, false or null.</summary>
internal sealed class WordTest(byte[] word) : ValueTest
{
    public override bool Accepts(EventValue value) => value.Kind == EventValueKind.Word && value.Text.SequenceEqual(word);
}

/// <summary>
/// The value is this number: by value where both can be compared (300 = 300.0 = 3.0e2), else by its letters.
/// </summary>
internal sealed class NumberTest(byte[] text) : ValueTest
{
    private readonly double? _number = ComparableNumber.TryParse(text, out var parsed) ? parsed : null;

    public override bool Accepts(EventValue value) =>
        value.Kind == EventValueKind.Number
        && (value.Text.SequenceEqual(text)
            || (_number is { } wanted && ComparableNumber.TryParse(value.Text, out var number) && number == wanted));
}

/// <summary>The value is a number between these; an open end is not part of it.</summary>
internal sealed class RangeTest(double bottom, bool openBottom, double top, bool openTop) : ValueTest
{
    public override bool Accepts(EventValue value) =>
        value.Kind == EventValueKind.Number
        && ComparableNumber.TryParse(value.Text, out var number)
        && (openBottom ? number > bottom : number >= bottom)
        && (openTop ? number < top : number <= top);
}

/// <summary>The value is the text, in any form, of an address between these, ends included.</summary>
internal sealed class AddressTest(UInt128 bottom, UInt128 top, bool isV6) : ValueTest
{
    public override bool Accepts(EventValue value) =>
        value.IsString && IpAddress.TryParse(value.Text, out var address)
        && address.IsV6 == isV6 && address.Value >= bottom && address.Value <= top;
}

/// <summary>The field is there, whatever its value.</summary>
internal sealed class PresenceTest : ValueTest
{
    public static readonly PresenceTest Instance = new();

    public override bool Accepts(EventValue value) => true;
}

/// <summary>
/// The field is not there. No value passes it: it is asked of a field as a whole (<see cref="FieldTests.AllowsAbsence"/>).
/// </summary>
internal sealed class AbsenceTest : ValueTest
{
    public static readonly AbsenceTest Instance = new();

    public override bool Accepts(EventValue value) => false;
}

/// <summary>The value passes none of these tests, of whatever kind it is: a number is anything but a string.</summary>
internal sealed class AnythingButTest(ImmutableArray<ValueTest> refused) : ValueTest
{
    public override bool Accepts(EventValue value)
    {
        foreach (var test in refused)
        {
            if (test.Accepts(value))
            {
                return false;
            }
        }

        return true;
    }
}
