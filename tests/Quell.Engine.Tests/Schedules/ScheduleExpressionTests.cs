using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Schedules;

namespace Quell.Engine.Tests.Schedules;

/// <summary>The cases name their source: mostly the EventBridge user guide.</summary>
public sealed class ScheduleExpressionTests
{
    private static readonly JsonObject[] Cases = [.. File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Schedules", "Cases", "schedules.jsonl"))
        .Select(line => JsonValue.Parse(line).ShouldBeOfType<JsonObject>())];

    public static TheoryData<string> Accepted => [.. Cases.Select(each => each.String("expression")).OfType<string>()];

    public static TheoryData<string> Refused => [.. Cases.SelectMany(each => each.Array("refused").Strings)];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Is_due_when_the_user_guide_says(string text)
    {
        var given = Cases.Single(each => each.String("expression") == text);
        ScheduleExpression.TryParse(text, out var expression).ShouldBeTrue();
        var after = Time(given.String("after"))!.Value;
        var start = Time(given.String("start")) ?? after;

        var next = new List<DateTimeOffset?>();
        for (DateTimeOffset? from = after; next.Count < given.Array("next").Count && from is not null; next.Add(from))
        {
            from = expression!.Next(from.Value, start);
        }

        next.ShouldBe(given.Array("next").Items.Select(each => Time((each as JsonString)?.Value)));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_what_is_no_expression(string text) => ScheduleExpression.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("cron(00 08 ? * mon-fri *)")]
    [InlineData("cron( 0  8 ? * 2-6 * )")]
    [InlineData("cron(0 8 ? * MON,TUE,WED,THU,FRI *)")]
    public void Takes_names_numbers_and_white_space_alike(string text)
    {
        ScheduleExpression.TryParse(text, out var expression).ShouldBeTrue();
        expression!.Next(Time("2026-01-02T08:00:00Z")!.Value, default).ShouldBe(Time("2026-01-05T08:00:00Z"));
    }

    private static DateTimeOffset? Time(string? text) => text is null
        ? null
        : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
