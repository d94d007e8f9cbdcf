using System.Diagnostics;
using Quell.Engine.Json;
using Quell.Engine.Rules;

namespace Quell.Archives;

/// <summary>An archive as it works: compiled from its resource. Immutable; compared by reference.</summary>
internal sealed class Archive
{
    private Archive(JsonObject definition, EventPattern? pattern)
    {
        Name = definition.String("ArchiveName") ?? "";
        Number = definition.Long(ArchiveTypes.Incarnation) ?? 0;
        Pattern = pattern;
    }

    public string Name { get; }

    /// <summary>What names it in the journal.</summary>
    public long Number { get; }

    /// <summary>The events that it takes; null for all of them.</summary>
    public EventPattern? Pattern { get; }

    public static Archive Of(JsonObject definition)
    {
        if (definition.String("EventPattern") is not { Length: > 0 } text)
        {
            return new(definition, null);
        }

        return EventPattern.TryCompile(text, out var pattern, out var error)
            ? new(definition, pattern)
            : throw new UnreachableException($"An archive was stored whose pattern is not valid: {error.Reason}");
    }
}
