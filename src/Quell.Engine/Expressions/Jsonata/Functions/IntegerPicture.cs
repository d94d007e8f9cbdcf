using System.Text;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A picture for whole numbers (XPath and XQuery Functions and Operators 3.1, 4.6.1 fn:format-integer).</summary>
internal sealed class IntegerPicture
{
    private readonly List<(int Position, char Text)> _separators = [];
    private readonly int _every;

    private IntegerPicture(string primary, bool isOrdinal)
    {
        (Primary, IsOrdinal) = (primary, isOrdinal);
        if (primary.Length == 1 && "AaIiWw".Contains(primary, StringComparison.Ordinal) || primary == "Ww")
        {
            return;
        }

        IsDecimal = true;
        int? zero = null;
        for (var at = primary.Length - 1; at >= 0; at--)
        {
            var character = primary[at];
            if (char.IsDigit(character))
            {
                var family = character - (int)char.GetNumericValue(character);
                Zero = family == (zero ?? family) ? (char)family : throw new JsonataException("D3131", "In a decimal digit pattern, all digits must be from the same decimal group");
                zero = family;
                Mandatory++;
            }
            else if (character == '#')
            {
                Optional++;
            }
            else
            {
                _separators.Add((Mandatory + Optional, character));
            }
        }

        if (Mandatory == 0)
        {
            throw new JsonataException("D3130", $"Formatting or parsing an integer as a sequence starting with \"{primary}\" is not supported by this implementation");
        }

        _every = Regular();
    }

    public string Primary { get; }

    public bool IsOrdinal { get; }

    public bool IsDecimal { get; }

    public char Zero { get; } = '0';

    public int Mandatory { get; set; }

    public int Optional { get; }

    /// <summary>The characters between the digits.</summary>
    public string Separators => string.Concat(_separators.Select(separator => separator.Text).Distinct());

    public bool HasSeparators => _separators.Count > 0;

    public static IntegerPicture Parse(string picture)
    {
        var cut = picture.LastIndexOf(';');
        return cut < 0 ? new(picture, false) : new(picture[..cut], picture[(cut + 1)..].StartsWith('o'));
    }

    public static IntegerPicture Of(string primary, bool isOrdinal) => new(primary, isOrdinal);

    public string Format(double number)
    {
        var value = Math.Abs(Math.Floor(number));
        var text = Primary switch
        {
            "w" => NumberWords.Write(value, IsOrdinal).ToLowerInvariant(),
            "W" => NumberWords.Write(value, IsOrdinal).ToUpperInvariant(),
            "Ww" => NumberWords.Write(value, IsOrdinal),
            "I" or "i" => NumberWords.Roman(value, Primary == "I"),
            "A" or "a" => NumberWords.Letters(value, Primary[0]),
            _ => Digits(value),
        };
        return number < 0 ? "-" + text : text;
    }

    public double Read(string text) => Primary switch
    {
        "w" or "W" or "Ww" => NumberWords.Read(text),
        "I" or "i" => NumberWords.ReadRoman(text.ToUpperInvariant()),
        "A" or "a" => text.Aggregate(0d, (value, letter) => (value * 26) + (letter - Primary[0] + 1)),
        _ => ReadDigits(text),
    };

    private static double ReadDigits(string text)
    {
        var value = text.Where(char.IsDigit).Aggregate(double.NaN, (value, digit) => ((double.IsNaN(value) ? 0 : value) * 10) + char.GetNumericValue(digit));
        return text.StartsWith('-') ? -value : value;
    }

    private int Regular()
    {
        if (_separators.Count == 0 || _separators.Any(separator => separator.Text != _separators[0].Text))
        {
            return 0;
        }

        var every = _separators[0].Position;
        return _separators.Select((separator, index) => separator.Position == (index + 1) * every).All(fits => fits) ? every : 0;
    }

    private string Digits(double value)
    {
        var plain = value.ToString("F0", System.Globalization.CultureInfo.InvariantCulture).PadLeft(Mandatory, '0');
        var result = new StringBuilder();
        for (var at = 0; at < plain.Length; at++)
        {
            var left = plain.Length - at;
            if (at > 0 && _every > 0 && left % _every == 0)
            {
                result.Append(_separators[0].Text);
            }
            else if (at > 0 && _every == 0)
            {
                foreach (var separator in _separators.Where(separator => separator.Position == left))
                {
                    result.Append(separator.Text);
                }
            }

            result.Append((char)(Zero + plain[at] - '0'));
        }

        return result + (IsOrdinal ? NumberWords.Suffix(value) : "");
    }
}
