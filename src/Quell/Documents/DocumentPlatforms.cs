using Quell.Engine.Json;

namespace Quell.Documents;

/// <summary>Which systems a Command document is for: what its actions run on, or the platform that a step's precondition wants.</summary>
internal static class DocumentPlatforms
{
    public static readonly string[] All = ["Windows", "Linux", "MacOS"];

    public static IEnumerable<string> Of(JsonObject tree)
    {
        var steps = tree.Object("runtimeConfig") is { } config
            ? config.Names.Select(OfAction)
            : tree.Array("mainSteps").Objects.Select(OfStep);
        var found = steps.SelectMany(platforms => platforms).ToHashSet();
        return found.Count == 0 ? All : All.Where(found.Contains);
    }

    private static string[] OfStep(JsonObject step)
    {
        var wanted = step.Object("precondition")?.Array("StringEquals").Strings.ToList() ?? [];
        return wanted.Contains("platformType") && wanted.Find(All.Contains) is { } platform ? [platform] : OfAction(step.String("action") ?? "");
    }

    /// <summary>Systems Manager User Guide, "Command document plugin reference".</summary>
    private static string[] OfAction(string action) => action switch
    {
        "aws:runShellScript" => ["Linux", "MacOS"],
        "aws:psModule" or "aws:applications" or "aws:domainJoin" or "aws:cloudWatch" => ["Windows"],
        _ => All,
    };
}
