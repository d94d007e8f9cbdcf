using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Events;

/// <summary>An event that Quell itself puts on a bus: from an AWS service, the trail or one of its own engines.</summary>
/// <param name="Scope">The account and region whose default bus gets it.</param>
/// <param name="ReadOnlyCall">It tells of a read-only call, and reaches only rules in state <c>ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS</c>.</param>
internal sealed record BusEvent(
    Scope Scope, string Source, string DetailType, JsonArray Resources, JsonObject Detail, DateTimeOffset Time, bool ReadOnlyCall = false)
{
    /// <summary>The rule of the bus whose targets alone get it (a scheduled event); null for an event that every rule may take.</summary>
    public string? Rule { get; init; }

    public static BusEvent Of(EmittedEvent emitted, DateTimeOffset time) =>
        new(emitted.Scope, emitted.Source, emitted.DetailType, emitted.Resources, emitted.Detail, time) { Rule = emitted.Rule };
}
