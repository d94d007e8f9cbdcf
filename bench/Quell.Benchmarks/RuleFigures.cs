using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Quell.Engine.Rules;

namespace Quell.Benchmarks;

/// <summary>
/// Measures the rules engine on whole files, and checks every count: <c>rules CITYLOTS.jsonl CITYLOTS-RULES.json FOLDER</c>, where
/// the folder holds what cloudtrail_rules.py writes. Prints Markdown. A figure is the best of several passes over
/// the file, by the processor time of the one thread; that of two threads by the clock.
/// </summary>
internal static partial class RuleFigures
{
    private const int Passes = 5;

    /// <summary>Passes over the file that two threads make at a time, so that their start counts for little.</summary>
    private const int ThreadPasses = 5;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(3);

    public static int Run(string citylots, string citylotsRules, string scaling)
    {
        var isRight = CityLots(citylots, citylotsRules);
        return Scaling(scaling) && isRight ? 0 : 1;
    }

    private static bool CityLots(string events, string rules)
    {
        var inOrder = Lines.Read(events);
        var geometryFirst = inOrder.Select(GeometryFirst);
        using var kinds = JsonDocument.Parse(File.ReadAllBytes(rules));
        var isRight = true;
        WarmUp(inOrder, kinds.RootElement.EnumerateObject().SelectMany(kind => kind.Value.GetProperty("rules").EnumerateArray()));
        var all = new List<(EventPattern Pattern, int Matches)>();
        Console.WriteLine("| city lots, five rules | trusting | validating | geometry first, trusting | validating | counts |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var kind in kinds.RootElement.EnumerateObject())
        {
            var expected = kind.Value.GetProperty("matches").EnumerateArray().Select(count => count.GetInt32());
            var patterns = kind.Value.GetProperty("rules").EnumerateArray().Select(rule => Compile(rule.GetRawText()));
            var five = patterns.Zip(expected).ToList();
            all.AddRange(five);
            isRight &= Row(kind.Name, five, inOrder, geometryFirst);
        }

        return Row("all 70", all, inOrder, geometryFirst) && isRight;
    }

    /// <summary>Lets the compiler see what is hot before anything is timed.</summary>
    private static void WarmUp(Lines events, IEnumerable<JsonElement> rules)
    {
        var set = RuleSet<int>.Empty;
        foreach (var rule in rules)
        {
            set = set.Add(set.Count, Compile(rule.GetRawText()));
        }

        var began = Stopwatch.StartNew();
        while (began.Elapsed < WarmUpTime)
        {
            Count(set, events, set.Count, trusting: true);
            Count(set, events, set.Count, trusting: false);
        }
    }

    private static bool Row(string name, List<(EventPattern Pattern, int Matches)> rules, Lines inOrder, Lines geometryFirst)
    {
        var set = RuleSet<int>.Empty;
        for (var rule = 0; rule < rules.Count; rule++)
        {
            set = set.Add(rule, rules[rule].Pattern);
        }

        var isRight = true;
        var rates = new List<string>();
        foreach (var events in new[] { inOrder, geometryFirst })
        {
            foreach (var trusting in new[] { true, false })
            {
                rates.Add(Rate(events.Count, () =>
                {
                    var counts = Count(set, events, rules.Count, trusting);
                    isRight &= counts.SequenceEqual(rules.Select(rule => rule.Matches));
                }));
            }
        }

        Console.WriteLine($"| {name} | {string.Join(" | ", rates)} | {(isRight ? "right" : "WRONG")} |");
        return isRight;
    }

    private static bool Scaling(string folder)
    {
        var events = Lines.Read(Path.Combine(folder, "events.jsonl"));
        var rules = Lines.Read(Path.Combine(folder, "rules.jsonl"));
        var isRight = true;
        Console.WriteLine();
        Console.WriteLine("| scaling run, rules | events/s | two threads | one match, median / p99 / most | allocated | added in | a rule | matches | |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (count, expected) in new[] { (1, 0), (100, 18_586), (1_000, 66_311), (10_000, 655_607), (100_000, 6_540_723) })
        {
            // The first time warms up; the second is weighed and timed.
            var set = Load(rules, count, out _, out _);
            set = Load(rules, count, out var seconds, out var bytes);
            var matches = 0;
            var found = new List<int>(1024);
            var allocated = 0L;
            var one = Rate(events.Count, () =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                matches = CountAll(set, events, 0, 1, found);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            });
            var two = WallRate(events.Count * ThreadPasses, () =>
            {
                var halves = new int[2];
                var threads = Array.ConvertAll([0, 1], half => new Thread(() => halves[half] = CountOften(set, events, half)));
                Array.ForEach(threads, thread => thread.Start());
                Array.ForEach(threads, thread => thread.Join());
                isRight &= halves.Sum() == expected * ThreadPasses;
            });
            isRight &= matches == expected;
            Console.WriteLine(
                $"| {count:N0} | {one} | {two} | {Latencies(set, events)} | {allocated:N0} B | {seconds * 1000:N0} ms | {bytes / count:N0} B "
                + $"| {matches:N0} | {(isRight ? "right" : "WRONG")} |");
            Console.Out.Flush();
            Changes(set, rules, count);
        }

        return isRight;
    }

    /// <summary>Takes rules out of a set and puts them in again.</summary>
    private static void Changes(RuleSet<int> set, Lines rules, int count)
    {
        if (count < 100_000)
        {
            return;
        }

        var most = 0d;
        var total = 0d;
        const int Times = 2_000;
        for (var time = 0; time < Times; time++)
        {
            var rule = time * 47 % count;
            var pattern = Compile(Encoding.UTF8.GetString(rules[rule]));
            var began = Stopwatch.GetTimestamp();
            set = set.Remove(rule).Add(rule, pattern);
            var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            (most, total) = (Math.Max(most, took), total + took);
        }

        Console.WriteLine();
        Console.WriteLine($"Removing one of {count:N0} rules and adding it again: {total / Times:N1} us on average, {most:N0} us at most.");
    }

    private static RuleSet<int> Load(Lines rules, int count, out double seconds, out long bytes)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var began = Stopwatch.GetTimestamp();
        var set = RuleSet<int>.Empty;
        for (var rule = 0; rule < count; rule++)
        {
            set = set.Add(rule, Compile(Encoding.UTF8.GetString(rules[rule])));
        }

        seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(set);
        return set;
    }

    private static string Latencies(RuleSet<int> set, Lines events)
    {
        var matches = new List<int>(1024);
        var took = new double[events.Count];
        for (var number = 0; number < events.Count; number++)
        {
            matches.Clear();
            var began = Stopwatch.GetTimestamp();
            set.MatchTrusted(events[number], matches);
            took[number] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(took);
        return $"{took[took.Length / 2]:N1} / {took[took.Length * 99 / 100]:N1} / {took[^1]:N0} us";
    }

    private static int[] Count(RuleSet<int> set, Lines events, int rules, bool trusting)
    {
        var counts = new int[rules];
        var matches = new List<int>(rules);
        for (var number = 0; number < events.Count; number++)
        {
            matches.Clear();
            if (trusting)
            {
                set.MatchTrusted(events[number], matches);
            }
            else
            {
                set.Match(events[number], matches);
            }

            foreach (var match in matches)
            {
                counts[match]++;
            }
        }

        return counts;
    }

    private static int CountOften(RuleSet<int> set, Lines events, int half)
    {
        var found = new List<int>(1024);
        return Enumerable.Range(0, ThreadPasses).Sum(_ => CountAll(set, events, half, 2, found));
    }

    private static int CountAll(RuleSet<int> set, Lines events, int first, int step, List<int> matches)
    {
        var count = 0;
        for (var number = first; number < events.Count; number += step)
        {
            matches.Clear();
            set.MatchTrusted(events[number], matches);
            count += matches.Count;
        }

        return count;
    }

    /// <summary>Events a second of the thread's processor time, which other processes do not touch.</summary>
    private static string Rate(int events, Action pass) => Rate(events, pass, ThreadTime);

    private static string WallRate(int events, Action pass) => Rate(events, pass, () => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);

    private static string Rate(int events, Action pass, Func<double> clock)
    {
        var best = double.MaxValue;
        for (var time = 0; time < Passes; time++)
        {
            var began = clock();
            pass();
            best = Math.Min(best, clock() - began);
        }

        return (events / best).ToString("N0", CultureInfo.InvariantCulture);
    }

    private static double ThreadTime()
    {
        const int ThreadProcessorClock = 3;
        _ = ReadClock(ThreadProcessorClock, out var time);
        return time.Seconds + (time.Nanoseconds / 1e9);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeSpec time);

    private record struct TimeSpec(long Seconds, long Nanoseconds);

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidDataException($"{text}: {error.Message}");

    private static byte[] GeometryFirst(byte[] line)
    {
        using var lot = JsonDocument.Parse(line);
        var root = lot.RootElement;
        return Encoding.UTF8.GetBytes(
            $"{{\"type\": {root.GetProperty("type").GetRawText()}, \"geometry\": {root.GetProperty("geometry").GetRawText()}, "
            + $"\"properties\": {root.GetProperty("properties").GetRawText()}}}");
    }

    /// <summary>The lines of a file, one behind the other in memory.</summary>
    private sealed class Lines(byte[] bytes, int[] starts)
    {
        public int Count => starts.Length - 1;

        public ReadOnlySpan<byte> this[int line] => bytes.AsSpan(starts[line], starts[line + 1] - starts[line] - 1);

        public static Lines Read(string path) => Of(File.ReadAllBytes(path));

        public Lines Select(Func<byte[], byte[]> change)
        {
            using var changed = new MemoryStream(bytes.Length);
            for (var line = 0; line < Count; line++)
            {
                changed.Write(change(this[line].ToArray()));
                changed.WriteByte((byte)'\n');
            }

            return Of(changed.ToArray());
        }

        private static Lines Of(byte[] bytes)
        {
            var starts = new List<int> { 0 };
            for (var at = bytes.AsSpan().IndexOf((byte)'\n'); at >= 0;)
            {
                starts.Add(at + 1);
                var next = bytes.AsSpan(at + 1).IndexOf((byte)'\n');
                at = next < 0 ? -1 : at + 1 + next;
            }

            return new(bytes, [.. starts]);
        }
    }
}
