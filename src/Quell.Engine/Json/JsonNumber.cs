using System.Globalization;
using System.Text.Json;

namespace Quell.Engine.Json;

/// <summary>
/// A JSON number in the spelling that it came in, so that nothing is lost between reading and writing
/// (<c>300.0</c> stays <c>300.0</c>). Numbers are equal when their values are: <c>300 = 300.0 = 3.0e2</c>.
/// </summary>
internal sealed class JsonNumber : JsonValue
{
    // NaN until it is first asked for; two threads find the same.
    private double _double = double.NaN;

    /// <summary>Takes a number's JSON text as it is; the caller has checked that it is one.</summary>
    public JsonNumber(string text) => Text = text;

    public JsonNumber(long value) => Text = value.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">NaN and the infinities have no JSON text.</exception>
    public JsonNumber(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("JSON has no text for NaN or infinity.", nameof(value));
        }

        Text = value == Math.Truncate(value) && Math.Abs(value) < 1e15
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>The JSON text of the number.</summary>
    public string Text { get; }

    public double AsDouble => double.IsNaN(_double) ? _double = double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture) : _double;

    /// <summary>The value when it is a whole number in the range of <see cref="long"/>, in whatever spelling.</summary>
    public bool TryAsLong(out long value)
    {
        if (long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        if (decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && exact == decimal.Truncate(exact) && exact is >= long.MinValue and <= long.MaxValue)
        {
            value = (long)exact;
            return true;
        }

        return false;
    }

    /// <summary>Orders by value: whole numbers exactly, others as <see cref="double"/>.</summary>
    public int CompareTo(JsonNumber other) => TryAsLong(out var mine) && other.TryAsLong(out var theirs)
        ? mine.CompareTo(theirs)
        : AsDouble.CompareTo(other.AsDouble);

    public override int Size => Text.Length;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteRawValue(Text, skipInputValidation: true);

    public override bool Equals(JsonValue? other) =>
        other is JsonNumber number && (number.Text == Text || number.AsDouble.Equals(AsDouble));

    public override int GetHashCode() => AsDouble.GetHashCode();
}
