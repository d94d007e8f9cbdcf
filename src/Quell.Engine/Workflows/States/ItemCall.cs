using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;

namespace Quell.Engine.Workflows.States;

/// <summary>An <c>ItemReader</c> or <c>ResultWriter</c>: which call reads or writes, with what parameters and how.</summary>
/// <param name="resource">Null for a writer that only shapes the results.</param>
/// <param name="arguments">Parameters or Arguments.</param>
/// <param name="config">ReaderConfig or WriterConfig as it stands.</param>
/// <param name="counts">Members of the config that may be given by a path or an expression: MaxItems.</param>
internal sealed class ItemCall(string? resource, ItemSelection? arguments, JsonObject config, IReadOnlyList<FieldValue> counts)
{
    /// <summary>What the performer has to know.</summary>
    public JsonObject Evaluate(Visit visit, JsonValue selected)
    {
        var evaluated = config;
        foreach (var count in counts)
        {
            var plain = count.Name.EndsWith("Path", StringComparison.Ordinal) ? count.Name[..^"Path".Length] : count.Name;
            evaluated = evaluated.Without(count.Name).With(plain, count.Whole(visit, selected));
        }

        return JsonObject.Of(("resource", resource), ("arguments", arguments?.Evaluate(visit, selected)), ("config", evaluated));
    }
}
