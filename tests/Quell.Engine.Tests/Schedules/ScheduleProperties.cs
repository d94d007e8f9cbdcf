using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Schedules;

namespace Quell.Engine.Tests.Schedules;

public sealed class ScheduleProperties
{
    [Fact]
    public void Cron_is_due_in_the_minutes_that_a_walk_through_all_of_them_finds() => ForAll(400, random =>
    {
        var some = new SomeCron(random);
        var (fields, from) = (some.Fields(), some.Instant());
        ScheduleExpression.TryParse($"cron({fields})", out var expression).ShouldBeTrue(fields);
        var naive = new NaiveCron(fields);
        var until = from.UtcDateTime.AddDays(40);
        var minute = from.UtcDateTime.AddTicks(-(from.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);

        var after = from;
        for (var found = 0; found < 50 && minute < until; minute = minute.AddMinutes(1))
        {
            if (naive.Names(minute))
            {
                found++;
                var next = expression!.Next(after, from);
                next.ShouldBe(new DateTimeOffset(minute, TimeSpan.Zero), $"{fields} after {after:O}");
                after = next!.Value;
            }
        }

        if (minute >= until)
        {
            (expression!.Next(after, from) is { } later && later < until).ShouldBeFalse($"{fields} after {after:O}");
        }
    });

    [Fact]
    public void A_rate_is_due_once_in_each_period_from_its_start() => ForAll(500, random =>
    {
        var value = random.Next(2, 500);
        var start = new SomeCron(random).Instant();
        ScheduleExpression.TryParse($"rate({value} minutes)", out var expression).ShouldBeTrue();
        var due = Enumerable.Range(1, random.Next(2, 50)).Select(time => start.AddMinutes((double)value * time)).ToList();

        var after = start;
        foreach (var expected in due)
        {
            expression!.Next(after, start).ShouldBe(expected);
            expression.Next(after.AddTicks(random.NextInt64(1, value * TimeSpan.TicksPerMinute)), start).ShouldBe(expected);
            after = expected;
        }
    });

    [Fact]
    public void No_text_makes_the_parser_throw_or_the_search_endless() => ForAll(5_000, random =>
    {
        var some = new SomeCron(random);
        if (ScheduleExpression.TryParse(some.Broken($"cron({some.Fields()})"), out var expression))
        {
            expression.Next(some.Instant(), some.Instant());
        }
    });

    private static void ForAll(int times, Action<Random> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(new Random(seed))));
}
