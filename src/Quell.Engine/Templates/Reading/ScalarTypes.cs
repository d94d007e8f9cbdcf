using System.Text.RegularExpressions;

namespace Quell.Engine.Templates.Reading;

/// <summary>
/// What plain YAML scalars are. YAML 1.1's booleans and null count; of its numbers only those that JSON has too, because
/// the others are identifiers that must stay as written (<c>010</c>, <c>22:22</c>, <c>1_000</c>, <c>12e7</c>), and so are
/// dates (<c>2010-09-09</c>).
/// </summary>
internal static partial class ScalarTypes
{
    public static (string Value, ScalarType Type) Of(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ("", ScalarType.Null),
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => ("true", ScalarType.Boolean),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => ("false", ScalarType.Boolean),
        _ => (text, IsNumber(text) ? ScalarType.Number : ScalarType.Text),
    };

    public static bool IsNumber(string text) => NumberPattern.IsMatch(text);

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+([eE][-+][0-9]+)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern { get; }
}
