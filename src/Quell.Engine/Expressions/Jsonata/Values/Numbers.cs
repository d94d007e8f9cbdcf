namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>Numbers as the operators want them.</summary>
internal static class Numbers
{
    /// <exception cref="JsonataException">D1001: the number is not finite.</exception>
    public static bool IsNumeric(Item item) =>
        item.IsNumber && (double.IsFinite(item.Number) ? true : throw OutOfRange(item.Number));

    public static JsonataException OutOfRange(double number) => new("D1001", $"Number out of range: {(double.IsNaN(number) ? "NaN" : double.IsFinite(number) ? NumberText.Of(number) : number > 0 ? "Infinity" : "-Infinity")}");
}
