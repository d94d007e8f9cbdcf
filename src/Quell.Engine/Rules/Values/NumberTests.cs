namespace Quell.Engine.Rules.Values;

/// <summary>
/// The value is this number: by value where both can be compared (300 = 300.0 = 3.0e2), else by its letters.
/// </summary>
internal sealed class NumberTest : ValueTest
{
    private readonly byte[] _text;

    public NumberTest(byte[] text)
    {
        _text = text;
        Key = ComparableNumber.TryParse(text, out _) && DecimalKey.TryRead(text, out var key, out _) ? key : null;
    }

    /// <summary>The number as a <see cref="DecimalKey"/>; null where it is compared by its letters alone.</summary>
    public UInt128? Key { get; }

    public override Rarity Passing => Rarity.Part;

    // What has the value of a number that can be compared can be compared itself.
    public override bool Accepts(EventValue value) =>
        value.Kind == EventValueKind.Number
        && (Key is { } wanted ? DecimalKey.TryRead(value.Text, out var key, out _) && key == wanted : value.Text.SequenceEqual(_text));

    public override int GetHashCode() => Key?.GetHashCode() ?? HashOf(_text);

    protected override bool IsSame(ValueTest other) =>
        other is NumberTest same && (Key is { } key ? same.Key == key : same.Key is null && same._text.AsSpan().SequenceEqual(_text));
}

/// <summary>The value is a number between these; an open end is not part of it.</summary>
internal sealed class RangeTest(double bottom, bool openBottom, double top, bool openTop) : ValueTest
{
    /// <summary>The lowest <see cref="DecimalKey"/> within.</summary>
    public UInt128 Bottom { get; } = DecimalKey.Of(bottom) + (openBottom ? UInt128.One : UInt128.Zero);

    /// <summary>The highest <see cref="DecimalKey"/> within.</summary>
    public UInt128 Top { get; } = DecimalKey.Of(top) - (openTop ? UInt128.One : UInt128.Zero);

    public override Rarity Passing => Rarity.Range;

    public override bool Accepts(EventValue value) =>
        value.Kind == EventValueKind.Number
        && DecimalKey.TryRead(value.Text, out var key, out var isComparable) && key >= Bottom && key <= Top
        && (isComparable || ComparableNumber.TryParse(value.Text, out _));

    public override int GetHashCode() => HashCode.Combine(Bottom, Top);

    protected override bool IsSame(ValueTest other) => other is RangeTest same && same.Bottom == Bottom && same.Top == Top;
}
