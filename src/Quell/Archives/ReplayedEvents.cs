using Quell.Engine.Events;
using Quell.Events;
using Quell.Storage;

namespace Quell.Archives;

/// <summary>The journal's table of what replays have sent again, so that an event leads to its replays.</summary>
internal static class ReplayedEvents
{
    public static void Insert(JournalConnection connection, List<(long Original, long Copy)> replayed)
    {
        foreach (var (original, copy) in replayed)
        {
            connection.Execute("INSERT INTO replayed (original, copy) VALUES (?1, ?2)", original, copy);
        }
    }

    /// <summary>The replays of an event: each one's name by the sequence number of the event that it stored.</summary>
    public static Dictionary<long, string> Of(JournalConnection connection, long original, int limit)
    {
        var events = new EventReader(connection);
        return connection
            .Query("SELECT copy FROM replayed WHERE original = ?1 ORDER BY copy DESC LIMIT ?2", row => row.GetInt64(0), original, (long)limit)
            .ToDictionary(copy => copy, copy => events.Read(copy) is { } stored ? ReplayedEnvelope.NameIn(stored.Body.Span) ?? "" : "");
    }

    /// <summary>Forgets what was made of events that are no longer there.</summary>
    /// <returns>How many; less than the limit where no more is to be forgotten.</returns>
    public static int Forget(JournalConnection connection, int limit) => connection.Execute(
        """
        DELETE FROM replayed WHERE (original, copy) IN
          (SELECT original, copy FROM replayed WHERE copy < (SELECT min(seq) FROM events) ORDER BY copy LIMIT ?1)
        """,
        (long)limit);
}
