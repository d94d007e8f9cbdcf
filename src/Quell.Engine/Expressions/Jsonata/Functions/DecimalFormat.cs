using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>The characters that mean something in a picture for numbers (XPath and XQuery Functions and Operators 3.1, 4.7.1).</summary>
/// <remarks>What has to be one character and is not is never found in a picture.</remarks>
internal sealed class DecimalFormat
{
    /// <summary>Stands for what is no single character: no character of any text.</summary>
    private const char None = '\uffff';

    public static readonly DecimalFormat Default = new(default);

    private readonly char _zero;

    private DecimalFormat(Item options)
    {
        Decimal = Character(options, "decimal-separator", '.');
        Grouping = Character(options, "grouping-separator", ',');
        Exponent = Character(options, "exponent-separator", 'e');
        Optional = Character(options, "digit", '#');
        Pattern = Character(options, "pattern-separator", ';');
        _zero = Character(options, "zero-digit", '0');
        Percent = options.Member("percent").Text ?? "%";
        PerMille = options.Member("per-mille").Text ?? "\u2030";
        Minus = options.Member("minus-sign").Text ?? "-";
        Infinity = options.Member("infinity").Text ?? "Infinity";
    }

    public char Decimal { get; }

    public char Grouping { get; }

    public char Exponent { get; }

    /// <summary>A digit that need not be.</summary>
    public char Optional { get; }

    /// <summary>What stands between the pictures for positive and negative numbers.</summary>
    public char Pattern { get; }

    public string Percent { get; }

    public string PerMille { get; }

    public string Minus { get; }

    public string Infinity { get; }

    public static DecimalFormat Of(Item options) => options.IsUndefined ? Default : new(options);

    public bool IsDigit(char character) => _zero != None && character >= _zero && character <= _zero + 9;

    public bool IsDigitOrOptional(char character) => character == Optional || IsDigit(character);

    public bool IsActive(char character) => IsDigitOrOptional(character) || character == Decimal || character == Grouping;

    /// <summary>The digit as the format writes it.</summary>
    /// <param name="digit">An ASCII digit.</param>
    public char Digit(char digit) => (char)(_zero + digit - '0');

    private static char Character(Item options, string name, char standard)
    {
        var given = options.Member(name);
        return given.IsUndefined ? standard : given.Text is [var only] ? only : None;
    }
}
