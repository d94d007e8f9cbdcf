using System.Collections.Immutable;

namespace Quell.Engine.Rules.Values;

/// <summary>
/// What a pattern asks of one value of a field; the field matches when any value passes any of its tests. Two tests that ask
/// the same are equal.
/// </summary>
internal abstract class ValueTest : IEquatable<ValueTest>
{
    /// <summary>How many values pass, from few to many, and what it costs to find out.</summary>
    internal enum Rarity
    {
        /// <summary>One text.</summary>
        Exact,

        /// <summary>One number or address, or the texts with a part in common.</summary>
        Part,

        /// <summary>Those between two.</summary>
        Range,

        /// <summary>Most.</summary>
        Most,

        /// <summary>Any of many: an index of them would be made again for each branch that goes on from there.</summary>
        Many,
    }

    public virtual Rarity Passing => Rarity.Exact;

    public abstract bool Accepts(EventValue value);

    /// <summary>Whether the other, of the same type, asks the same.</summary>
    protected abstract bool IsSame(ValueTest other);

    public bool Equals(ValueTest? other) => other is not null && other.GetType() == GetType() && IsSame(other);

    public sealed override bool Equals(object? obj) => Equals(obj as ValueTest);

    public override int GetHashCode() => GetType().GetHashCode();

    /// <summary>A hash of a text that a test is about.</summary>
    protected static int HashOf(byte[] text) => (int)Persistent.TextKeys.HashOf(text);
}

/// <summary>The value is this string.</summary>
internal sealed class ExactTextTest(byte[] text) : ValueTest
{
    public byte[] Text => text;

    public override bool Accepts(EventValue value) => value.IsString && value.Text.SequenceEqual(text);

    public override int GetHashCode() => HashOf(text);

    protected override bool IsSame(ValueTest other) => ((ExactTextTest)other).Text.AsSpan().SequenceEqual(text);
}

/// <summary>The value is this true, false or null.</summary>
internal sealed class WordTest(byte[] word) : ValueTest
{
    public byte[] Word => word;

    public override Rarity Passing => Rarity.Part;

    public override bool Accepts(EventValue value) => value.Kind == EventValueKind.Word && value.Text.SequenceEqual(word);

    protected override bool IsSame(ValueTest other) => ((WordTest)other).Word.AsSpan().SequenceEqual(word);
}

/// <summary>
/// The value is the text, in any form, of an address between these, ends included.
/// </summary>
internal sealed class AddressTest(UInt128 bottom, UInt128 top, bool isV6) : ValueTest
{
    public UInt128 Bottom => bottom;

    public UInt128 Top => top;

    public bool IsV6 => isV6;

    public override Rarity Passing => bottom == top ? Rarity.Part : Rarity.Range;

    public override bool Accepts(EventValue value) =>
        value.IsString && IpAddress.TryParse(value.Text, out var address)
        && address.IsV6 == isV6 && address.Value >= bottom && address.Value <= top;

    public override int GetHashCode() => HashCode.Combine(bottom, top);

    protected override bool IsSame(ValueTest other) =>
        other is AddressTest same && same.Bottom == bottom && same.Top == top && same.IsV6 == isV6;
}

/// <summary>The field is there, whatever its value.</summary>
internal sealed class PresenceTest : ValueTest
{
    public static readonly PresenceTest Instance = new();

    public override Rarity Passing => Rarity.Most;

    public override bool Accepts(EventValue value) => true;

    protected override bool IsSame(ValueTest other) => true;
}

/// <summary>
/// The field is not there. No value passes it: it is asked of a field as a whole (<see cref="FieldTests.AllowsAbsence"/>).
/// </summary>
internal sealed class AbsenceTest : ValueTest
{
    public static readonly AbsenceTest Instance = new();

    public override Rarity Passing => Rarity.Most;

    public override bool Accepts(EventValue value) => false;

    protected override bool IsSame(ValueTest other) => true;
}
