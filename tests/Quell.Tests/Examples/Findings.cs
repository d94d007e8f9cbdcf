using Quell.Engine.Json;
using Quell.Tests.Cli;

namespace Quell.Tests.Examples;

/// <summary>Findings of GuardDuty, which nobody else may put on the bus; recorded ones are delivered as they are.</summary>
internal static class Findings
{
    public static async Task Deliver(QuellProcess quell, JsonObject detail)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "finding.jsonl");
        await File.WriteAllTextAsync(file, JsonObject.Of(
            ("id", Guid.NewGuid().ToString()), ("source", "aws.guardduty"), ("detail-type", "GuardDuty Finding"), ("account", "000000000000"), ("region", "us-east-1"),
            ("time", "2026-11-30T12:00:00Z"), ("resources", JsonArray.Empty), ("detail", detail)).ToString());
        await quell.Quell("replay", file, "--deliver");
    }
}
