using System.Diagnostics;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules;

/// <summary>Many rules on many events, each count known beforehand (bench/rules measures the same at full size).</summary>
public sealed class ScalingTests
{
    [SharedFact("data/cloudtrail_rules.py")]
    [Trait("Requirement", "A8")]
    public void A_thousand_rules_take_what_they_must_of_a_hundred_thousand_events()
    {
        var folder = Directory.CreateTempSubdirectory("quell-rules-").FullName;
        try
        {
            using (var generator = Process.Start("python3", [Shared.PathOf("data/cloudtrail_rules.py"), "1000", "100000", folder]))
            {
                generator.WaitForExit();
                generator.ExitCode.ShouldBe(0);
            }

            var rules = RuleSet<int>.Empty;
            foreach (var line in File.ReadLines(Path.Combine(folder, "rules.jsonl")))
            {
                EventPattern.TryCompile(line, out var pattern, out var error).ShouldBeTrue(error?.Message);
                rules = rules.Add(rules.Count, pattern!);
            }

            List<int> matches = [];
            var bytes = File.ReadAllBytes(Path.Combine(folder, "events.jsonl"));
            foreach (var line in bytes.AsSpan().Split((byte)'\n'))
            {
                if (!bytes.AsSpan(line).IsEmpty)
                {
                    rules.Match(bytes.AsSpan(line), matches);
                }
            }

            matches.Count.ShouldBe(66_311);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
