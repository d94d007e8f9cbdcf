using Quell.Engine.Json;

namespace Quell.Archives;

/// <summary>How far a replay has come; journaled with the deliveries that it makes.</summary>
/// <param name="Time">The last event's time, in milliseconds since 1970.</param>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Archive">The archive's number: one made again under its name is another.</param>
/// <param name="Last">The last sequence number that was given when the replay began: what came later is not replayed.</param>
/// <param name="Events">Events that were replayed.</param>
/// <param name="Deliveries">Deliveries that came of them.</param>
internal sealed record ReplayPosition(long Time, long Sequence, long Archive, long Last, long Events, long Deliveries)
{
    /// <summary>Ahead of everything that happened at a time or later.</summary>
    public static ReplayPosition Start(DateTimeOffset time, long archive, long last) =>
        new(time.ToUnixTimeMilliseconds() - 1, long.MaxValue, archive, last, 0, 0);

    public static ReplayPosition Of(JsonObject replay) => replay.Object(ArchiveTypes.Position) is not { } given ? Start(default, 0, 0) : new(
        given.Long("Time") ?? 0, given.Long("Sequence") ?? 0, given.Long("Archive") ?? 0, given.Long("Last") ?? 0, given.Long("Events") ?? 0, given.Long("Deliveries") ?? 0);

    public JsonObject ToJson() => JsonObject.Of(
        ("Time", Time), ("Sequence", Sequence), ("Archive", Archive), ("Last", Last), ("Events", Events), ("Deliveries", Deliveries));
}
