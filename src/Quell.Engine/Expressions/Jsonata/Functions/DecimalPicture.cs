using System.Globalization;
using System.Text;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A picture for numbers of one sign (XPath and XQuery Functions and Operators 3.1, 4.7.4 and 4.7.5).</summary>
internal sealed class DecimalPicture
{
    private readonly DecimalFormat _format;
    private readonly string _prefix;
    private readonly string _suffix;
    private readonly int _scale;

    /// <summary>Digits right of each separator in the whole part.</summary>
    private readonly int[] _groups;

    /// <summary>Digits left of each separator in the fraction.</summary>
    private readonly int[] _fractionGroups;
    private readonly int _every;
    private readonly int _factor = 1;
    private readonly int _minWhole;
    private readonly int _minFraction;
    private readonly int _maxFraction;
    private readonly int _minExponent;

    private DecimalPicture(string text, DecimalFormat format)
    {
        var parts = DecimalPictureParts.Read(text, format);
        (_format, _prefix, _suffix) = (format, parts.Prefix, parts.Suffix);
        _factor = parts.HasPercent ? 100 : parts.HasPerMille ? 1000 : 1;
        (_scale, _minWhole) = (parts.Whole.Count(format.IsDigit), parts.Whole.Count(format.IsDigit));
        (_minFraction, _maxFraction) = (parts.Fraction.Count(format.IsDigit), parts.Fraction.Count(format.IsDigitOrOptional));
        _minExponent = parts.Exponent?.Length ?? 0;
        if (_minWhole == 0 && _maxFraction == 0)
        {
            (_minWhole, _minFraction, _maxFraction) = _minExponent > 0 ? (0, 1, 1) : (1, 0, 0);
        }

        if (_minExponent > 0 && _minWhole == 0 && parts.Whole.Contains(format.Optional, StringComparison.Ordinal))
        {
            _minWhole = 1;
        }

        _minFraction = _minWhole == 0 && _minFraction == 0 ? 1 : _minFraction;
        _groups = [.. Separators(parts.Whole).Select(at => parts.Whole[at..].Count(format.IsDigitOrOptional)).Reverse()];
        _fractionGroups = [.. Separators(parts.Fraction).Select(at => parts.Fraction[..at].Count(format.IsDigitOrOptional))];
        _every = _groups.Length > 0 && _groups.Select((position, index) => position == (index + 1) * _groups[0]).All(fits => fits) ? _groups[0] : 0;

        IEnumerable<int> Separators(string part) => Enumerable.Range(0, part.Length).Where(at => part[at] == format.Grouping);
    }

    /// <summary>Writes a number by a picture that may have one part for positive and one for negative numbers.</summary>
    /// <exception cref="JsonataException">D308…, D309…: the picture is none.</exception>
    public static string Format(double number, string picture, Item options)
    {
        var format = DecimalFormat.Of(options);
        var texts = picture.Split(format.Pattern);
        if (texts.Length > 2)
        {
            throw new JsonataException("D3080", "A picture must not have more than two sub-pictures, one for positive and one for negative numbers");
        }

        var pictures = Array.ConvertAll(texts, text => new DecimalPicture(text, format));
        return number >= 0 ? pictures[0].Format(number)
            : pictures.Length == 2 ? pictures[1].Format(-number)
            : format.Minus + pictures[0].Format(-number);
    }

    private string Format(double number)
    {
        var value = number * _factor;
        if (!double.IsFinite(value))
        {
            return _prefix + _format.Infinity + _suffix;
        }

        var exponent = 0;
        if (_minExponent > 0 && value > 0)
        {
            exponent = NumberText.ExponentOf(value) + 1 - _scale;
            value = NumberText.Shift(value, -exponent);
        }

        var text = NumberFunctions.Round(value, _maxFraction).ToString($"F{_maxFraction}", CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? text : text[..point]).TrimStart('0').PadLeft(_minWhole, '0');
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0').PadRight(_minFraction, '0');
        var result = new StringBuilder(_prefix);
        Whole(result, whole);
        Fraction(result, fraction);
        Exponent(result, exponent);
        return result.Append(_suffix).ToString();
    }

    private void Whole(StringBuilder result, string digits)
    {
        for (var at = 0; at < digits.Length; at++)
        {
            var left = digits.Length - at;
            if (at > 0 && (_every > 0 ? left % _every == 0 : Array.BinarySearch(_groups, left) >= 0))
            {
                result.Append(_format.Grouping);
            }

            result.Append(_format.Digit(digits[at]));
        }
    }

    private void Fraction(StringBuilder result, string digits)
    {
        for (var at = 0; at < digits.Length; at++)
        {
            if (at == 0)
            {
                result.Append(_format.Decimal);
            }

            if (Array.BinarySearch(_fractionGroups, at) >= 0)
            {
                result.Append(_format.Grouping);
            }

            result.Append(_format.Digit(digits[at]));
        }
    }

    private void Exponent(StringBuilder result, int exponent)
    {
        if (_minExponent == 0)
        {
            return;
        }

        result.Append(_format.Exponent).Append(exponent < 0 ? _format.Minus : "");
        foreach (var digit in Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).PadLeft(_minExponent, '0'))
        {
            result.Append(_format.Digit(digit));
        }
    }
}
