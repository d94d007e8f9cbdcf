using System.Collections.Immutable;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Rollout;

/// <summary>A runbook for many targets, an execution each (Systems Manager User Guide, "Run automated operations at scale").</summary>
/// <param name="DocumentName">What is run for each.</param>
/// <param name="DocumentVersion">A number.</param>
/// <param name="MaxConcurrency">How many at once.</param>
/// <param name="MaxErrors">After how many failures more none is started any more; those that run come to their end.</param>
internal sealed record RolloutPlan(string DocumentName, string DocumentVersion, ImmutableArray<RolloutTarget> Targets, int MaxConcurrency, int MaxErrors)
{
    /// <summary>API reference, StartAutomationExecution: both as a number or a percentage of the targets.</summary>
    public const string UsualConcurrency = "10";
    public const string UsualErrors = "0";

    public JsonObject ToJson() => JsonObject.Of(
        ("document", DocumentName), ("version", DocumentVersion), ("concurrency", MaxConcurrency), ("errors", MaxErrors),
        ("targets", JsonArray.From(Targets.Select(target => (JsonValue)JsonObject.Of(("label", target.Label), ("parameters", target.Parameters))))));

    public static RolloutPlan From(JsonObject json) => new(
        json.String("document") ?? "",
        json.String("version") ?? "",
        [.. json.Array("targets").Objects.Select(target => new RolloutTarget(target.String("label") ?? "", target.Object("parameters") ?? JsonObject.Empty))],
        (int)(json.Long("concurrency") ?? 1),
        (int)(json.Long("errors") ?? 0));

    /// <summary>What a number or percentage comes to.</summary>
    /// <param name="least">What it is at least: a percentage of few targets is less than one.</param>
    /// <returns>Null where the text is neither.</returns>
    public static int? Count(string text, int targets, int least)
    {
        var isPercent = text.EndsWith('%');
        return !int.TryParse(isPercent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? null
            : isPercent ? number > 100 ? null : Math.Max(least, (int)((long)targets * number / 100))
            : number < least ? null : number;
    }
}

/// <summary>One of a rollout's targets.</summary>
/// <param name="Label">What it is called: the value that its execution gets.</param>
/// <param name="Parameters">All parameters of its execution.</param>
internal sealed record RolloutTarget(string Label, JsonObject Parameters);
