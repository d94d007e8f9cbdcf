using Quell.Engine.Json;

namespace Quell.Engine.Tests.Workflows;

/// <summary>
/// Puts a history into the order that the recordings have. What happens in branches at the same time comes in any order on AWS, so whoever
/// recorded it noted the events after a ParallelStateStarted without their numbers, and at each event that tells of an end put what was
/// noted in the place of all that stood since then. The second end in a row so takes the first away: of ParallelStateSucceeded and
/// ParallelStateExited the former is missing, and of one Parallel in another the inner ParallelStateExited, too, though the numbers of the events
/// count them. A history that is put into this order can be compared, numbers and all.
/// </summary>
internal static class RecordedOrder
{
    private static readonly JsonArray AnyNumber = JsonArray.Create([new JsonNumber(0)]);

    /// <param name="history">Events as GetExecutionHistory gives them, the first one first.</param>
    public static List<JsonObject> Of(IEnumerable<JsonObject> history)
    {
        var events = history.ToList();
        var noted = new List<JsonObject>();
        var (start, isNoting) = (0, false);
        for (var index = 0; index < events.Count; index++)
        {
            switch (events[index].String("type"))
            {
                case "ParallelStateStarted":
                    (start, noted, isNoting) = (index + 1, [], true);
                    break;
                case "ParallelStateSucceeded" or "ParallelStateExited" or "ParallelStateFailed" or "ParallelStateAborted":
                    events.RemoveRange(start, index - start);
                    events.InsertRange(start, noted);
                    isNoting = false;
                    break;
                default:
                    if (isNoting)
                    {
                        events[index] = events[index].With("id", AnyNumber).With("previousEventId", new JsonNumber(0));
                        noted.Add(events[index]);
                    }

                    break;
            }
        }

        return events;
    }

    /// <summary>Whether an event is one of those that come in any order.</summary>
    public static bool IsAnywhere(JsonObject recorded) => recorded["id"] is JsonArray;
}
