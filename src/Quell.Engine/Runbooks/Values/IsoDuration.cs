using System.Globalization;
using System.Text.RegularExpressions;

namespace Quell.Engine.Runbooks.Values;

/// <summary>Reads durations as ISO 8601 has them: <c>PT10M</c>, <c>P1DT2H</c>, <c>P2W</c>. Months and years have no fixed length and are none.</summary>
internal static partial class IsoDuration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (Form().Match(text) is not { Success: true } match || text.EndsWith('T') || text == "P")
        {
            return false;
        }

        var seconds = (Part(match, "weeks") * 7 + Part(match, "days")) * 86_400 + Part(match, "hours") * 3_600 + Part(match, "minutes") * 60 + Part(match, "seconds");
        if (seconds > TimeSpan.MaxValue.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static double Part(Match match, string name) => match.Groups[name] is { Success: true } group
        ? double.Parse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        : 0;

    [GeneratedRegex(
        @"\AP(?:(?<weeks>[0-9]{1,9})W)?(?:(?<days>[0-9]{1,9})D)?(?:T(?:(?<hours>[0-9]{1,9})H)?(?:(?<minutes>[0-9]{1,9})M)?(?:(?<seconds>[0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
