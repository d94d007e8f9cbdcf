using System.Globalization;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking.Steps;

/// <summary>Checks an <c>aws:sleep</c> (Systems Manager User Guide, "aws:sleep": ISO 8601, seven days at most).</summary>
internal static class SleepCheck
{
    private const int MostSeconds = 604_800;

    public static void Check(Inspection inspection, StepSite site)
    {
        if (site.Input("Duration") is TemplateNode.Scalar duration && !ValueTypes.HasReference(duration))
        {
            CheckDuration(inspection, site.InputsPath.Member("Duration"), duration);
        }

        foreach (var name in (ReadOnlySpan<string>)["Timestamp", "TimeStamp"])
        {
            if (site.Input(name) is TemplateNode.Scalar time && !ValueTypes.HasReference(time)
                && !DateTimeOffset.TryParse(time.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            {
                inspection.Mistakes.Add(MistakeCode.WrongValue, $"'{time.Value}' is no time; one such as 2030-01-01T01:00:00Z is wanted", site.InputsPath.Member(name), time);
            }
        }
    }

    private static void CheckDuration(Inspection inspection, TemplatePath path, TemplateNode.Scalar duration)
    {
        if (!IsoDuration.TryParse(duration.Value, out var length))
        {
            inspection.Mistakes.Add(MistakeCode.WrongValue, $"'{duration.Value}' is no duration; one such as PT10M is wanted (ISO 8601)", path, duration);
        }
        else if (length.TotalSeconds > MostSeconds)
        {
            inspection.Mistakes.Add(MistakeCode.Limit, $"'{duration.Value}' is longer than seven days, the longest that a step sleeps", path, duration);
        }
    }
}
