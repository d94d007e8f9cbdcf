using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.Fields;

/// <summary>Checks of what is assigned to variables, and of references to them (developer guide, "Passing data between states with variables").</summary>
internal static class VariableCheck
{
    private const int LongestName = 80;
    private const string Reserved = "states";

    /// <summary>The Assign of a state, rule or catcher.</summary>
    public static void Assign(JsonValue value, Spot spot)
    {
        if (value is JsonObject variables)
        {
            foreach (var name in variables.Names)
            {
                Name(spot.IsJsonata ? name : VariableScope.NameOf(name), spot.Member(name));
            }
        }

        Payloads.Object(value, spot);
    }

    public static void ResultAssign(JsonValue value, Spot spot) => Assign(value, spot with { HasResult = true });

    /// <summary>A reference to a variable, which is noted, and warns when no state that can be seen assigns it.</summary>
    public static void Reference(string name, Spot spot)
    {
        spot.Findings.Refer(spot.Place, name);
        if (spot.Variables?.Has(name) == false)
        {
            spot.Findings.Warn(DiagnosticCode.UndefinedVariable, $"Variable '{name}' is possibly not defined.", spot.Place);
        }
    }

    private static void Name(string name, Spot spot)
    {
        if (name == Reserved)
        {
            spot.Findings.Error(DiagnosticCode.ReservedVariable, "Cannot assign to reserved variable '$states'.", spot.Place);
        }
        else if (name.Length > LongestName)
        {
            spot.Findings.Error(
                DiagnosticCode.VariableName, $"Invalid variable name '{name}': the variable name exceeds the {LongestName}-character limit.", spot.Place);
        }
        else if (!IsIdentifier(name))
        {
            spot.Findings.Error(DiagnosticCode.VariableName, $"Invalid variable name '{name}': the variable name contains invalid characters.", spot.Place);
        }
        else if (spot.Variables?.IsOuter(name) == true)
        {
            spot.Findings.Error(DiagnosticCode.DuplicateVariable, $"The variable name '{name}' was already defined in a parent scope.", spot.Place);
        }
    }

    /// <summary>Unicode's identifiers (Amazon States Language, "Variables": ID_Start, then ID_Continue).</summary>
    private static bool IsIdentifier(string name)
    {
        var isFirst = true;
        foreach (var rune in name.EnumerateRunes())
        {
            var isStart = System.Text.Rune.IsLetter(rune) || System.Text.Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber;
            var isPart = isStart || System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (!(isFirst ? isStart : isPart))
            {
                return false;
            }

            isFirst = false;
        }

        return !isFirst;
    }
}
