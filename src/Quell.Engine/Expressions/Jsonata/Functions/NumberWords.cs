using System.Text.RegularExpressions;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>Numbers in English words, Roman numerals and letters.</summary>
internal static partial class NumberWords
{
    private static readonly string[] Few =
    [
        "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen",
        "Seventeen", "Eighteen", "Nineteen",
    ];

    private static readonly string[] FewOrdinals =
    [
        "Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh", "Twelfth", "Thirteenth",
        "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth",
    ];

    private static readonly string[] Tens = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];

    private static readonly string[] Magnitudes = ["Thousand", "Million", "Billion", "Trillion"];

    private static readonly (int Value, string Text)[] Numerals =
    [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ];

    private static readonly Dictionary<string, double> Values = AllWords();

    /// <summary>All words that numbers are made of, longer ones before those that they begin with.</summary>
    public static IEnumerable<string> All => Values.Keys.OrderByDescending(word => word.Length);

    public static string Write(double number, bool isOrdinal, string before = "")
    {
        if (number < 20)
        {
            return (before.Length > 0 ? " and " : "") + (isOrdinal ? FewOrdinals : Few)[(int)number];
        }

        if (number < 100)
        {
            var tens = (before.Length > 0 ? " and " : "") + Tens[((int)number / 10) - 2];
            var rest = (int)number % 10;
            return rest > 0 ? $"{tens}-{Write(rest, isOrdinal)}" : isOrdinal ? tens[..^1] + "ieth" : tens;
        }

        var magnitude = number < 1000 ? 0 : Math.Min((int)Math.Floor(Math.Log10(number) / 3), Magnitudes.Length);
        var factor = number < 1000 ? 100 : Math.Pow(1000, magnitude);
        var count = Math.Floor(number / factor);
        var left = number - (count * factor);
        var words = $"{(before.Length > 0 ? ", " : "")}{Write(count, false)} {(magnitude == 0 ? "Hundred" : Magnitudes[magnitude - 1])}";
        return left > 0 ? words + Write(left, isOrdinal, words) : isOrdinal ? words + "th" : words;
    }

    public static double Read(string text)
    {
        var parts = new Stack<double>([0d]);
        foreach (var word in Gaps().Split(text.ToLowerInvariant()).Where(word => word.Length > 0))
        {
            var value = Values.TryGetValue(word, out var known) ? known : double.NaN;
            var top = parts.Pop();
            if (value >= 100)
            {
                parts.Push(top * value);
                continue;
            }

            if (top >= 1000)
            {
                parts.Push(top);
                top = 0;
            }

            parts.Push(top + value);
        }

        return parts.Sum();
    }

    public static string Roman(double number, bool isUpper)
    {
        var text = "";
        foreach (var (value, numeral) in Numerals)
        {
            for (; number >= value && text.Length < 10_000; number -= value)
            {
                text += numeral;
            }
        }

        return isUpper ? text : text.ToLowerInvariant();
    }

    public static double ReadRoman(string text)
    {
        var total = 0d;
        for (var at = 0; at < text.Length;)
        {
            var found = Numerals.FirstOrDefault(numeral => string.CompareOrdinal(text, at, numeral.Text, 0, numeral.Text.Length) == 0);
            total += found.Value;
            at += found.Text?.Length ?? 1;
        }

        return total;
    }

    public static string Letters(double number, char first)
    {
        var text = "";
        for (; number > 0; number = Math.Floor((number - 1) / 26))
        {
            text = (char)(first + (int)((number - 1) % 26)) + text;
        }

        return text;
    }

    public static string Suffix(double number) => ((int)(number % 100), (int)(number % 10)) switch
    {
        ( >= 11 and <= 13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };

    private static Dictionary<string, double> AllWords()
    {
        var words = new Dictionary<string, double>(StringComparer.Ordinal) { ["hundred"] = 100, ["hundredth"] = 100 };
        for (var index = 0; index < Few.Length; index++)
        {
            words[Few[index].ToLowerInvariant()] = index;
            words[FewOrdinals[index].ToLowerInvariant()] = index;
        }

        for (var index = 0; index < Tens.Length; index++)
        {
            var ten = Tens[index].ToLowerInvariant();
            words[ten] = words[ten[..^1] + "ieth"] = (index + 2) * 10;
        }

        for (var index = 0; index < Magnitudes.Length; index++)
        {
            var magnitude = Magnitudes[index].ToLowerInvariant();
            words[magnitude] = words[magnitude + "th"] = Math.Pow(1000, index + 1);
        }

        return words;
    }

    [GeneratedRegex(@",\s|\sand\s|[\s\-]")]
    private static partial Regex Gaps();
}
