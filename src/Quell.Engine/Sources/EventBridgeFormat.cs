using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Engine.Sources;

/// <summary>
/// The POST of an EventBridge API destination: the event itself, one a request (EventBridge user guide, "API destinations as targets").
/// It keeps id, source, account, region and time.
/// </summary>
internal sealed partial class EventBridgeFormat : ISourceFormat
{
    public SourceReading Read(SourceRequest request) => new([Read(request.Json())]);

    /// <exception cref="SourceException">The value is no event; all that is wrong with it is said.</exception>
    public static ReceivedEvent Read(JsonValue value)
    {
        if (value is not JsonObject json)
        {
            throw SourceException.Bad("An event is wanted, a JSON object. An API destination sends one where its target has no input transformer.");
        }

        var faults = new List<string>();
        foreach (var name in new[] { "id", "source", "detail-type" })
        {
            if (json.String(name) is null or "")
            {
                faults.Add($"$.{name}: a text is wanted");
            }
        }

        if (json.Object("detail") is null)
        {
            faults.Add("$.detail: an object is wanted");
        }

        if (!DateTimeOffset.TryParse(json.String("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            faults.Add("$.time: a time such as 2026-01-31T12:00:00Z is wanted");
        }

        if (json.Has("replay-name") && !ReplayName().IsMatch(json.String("replay-name") ?? ""))
        {
            faults.Add("$.replay-name: the name of a replay is wanted, or nothing");
        }

        return faults.Count == 0
            ? new ReceivedEvent
            {
                Id = ForeignId.Keep(json.String("id") ?? ""),
                Source = json.String("source") ?? "",
                DetailType = json.String("detail-type") ?? "",
                ReplayName = json.String("replay-name"),
                Account = json.String("account"),
                Region = json.String("region"),
                Time = time,
                Resources = JsonArray.From(json.Array("resources").Strings),
                Detail = json.Object("detail") ?? JsonObject.Empty,
            }
            : throw SourceException.Bad($"Not an event: {string.Join("; ", faults)}.");
    }

    /// <summary>As EventBridge has it (API reference, "StartReplay").</summary>
    [GeneratedRegex(@"^[.\-_A-Za-z0-9]{1,64}\z")]
    private static partial Regex ReplayName();
}
