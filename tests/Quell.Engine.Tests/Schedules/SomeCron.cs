using System.Globalization;

namespace Quell.Engine.Tests.Schedules;

/// <summary>Cron expressions out of a seed.</summary>
internal sealed class SomeCron(Random random)
{
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    public string Fields()
    {
        var byMonth = random.Next(2) == 0;
        return string.Join(' ',
            List(0, 59, []), List(0, 23, []), byMonth ? DayOfMonth() : "?", random.Next(2) == 0 ? "*" : List(1, 12, Months),
            byMonth ? "?" : DayOfWeek(), random.Next(3) == 0 ? $"{random.Next(2024, 2027)}-{random.Next(2027, 2030)}" : "*");
    }

    public DateTimeOffset Instant() =>
        new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(4 * 365 * 86_400));

    /// <summary>A text with some characters dropped, doubled or exchanged.</summary>
    public string Broken(string text)
    {
        const string Characters = "0129,-*/?LW#() AX";
        var changed = text.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(changed.Count);
            changed[at] = Characters[random.Next(Characters.Length)];
            if (random.Next(3) == 0)
            {
                changed.Insert(at, changed[random.Next(changed.Count)]);
            }
        }

        return string.Concat(changed);
    }

    private string DayOfMonth() => random.Next(5) switch
    {
        0 => "L",
        1 => "LW",
        2 => $"{random.Next(1, 32)}W",
        _ => List(1, 31, []),
    };

    private string DayOfWeek() => random.Next(5) switch
    {
        0 => "L",
        1 => $"{One(1, 7, Weekdays)}L",
        2 => $"{One(1, 7, Weekdays)}#{random.Next(1, 6)}",
        _ => List(1, 7, Weekdays),
    };

    private string List(int first, int last, string[] names) =>
        string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Item(first, last, names)));

    private string Item(int first, int last, string[] names) => random.Next(6) switch
    {
        0 => "*",
        1 => $"*/{random.Next(1, 20)}",
        2 => $"{One(first, last, names)}/{random.Next(1, 70)}",
        3 => $"{One(first, last, names)}-{One(first, last, names)}",
        4 => $"{One(first, last, names)}-{One(first, last, names)}/{random.Next(1, 8)}",
        _ => One(first, last, names),
    };

    private string One(int first, int last, string[] names)
    {
        var value = random.Next(first, last + 1);
        return names.Length > 0 && random.Next(2) == 0 ? names[value - first] : value.ToString(CultureInfo.InvariantCulture);
    }
}
