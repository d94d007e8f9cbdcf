using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Events;

/// <summary>
/// One event: an occurrence in EventBridge's envelope. Immutable. For events that are made or read one at a time; what comes
/// in bulk goes through <see cref="EventEnvelopeWriter"/> and stays bytes.
/// </summary>
internal sealed record EventEnvelope
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string DetailType { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>When it happened; the envelope holds it in UTC to the second.</summary>
    public required DateTimeOffset Time { get; init; }

    public JsonArray Resources { get; init; } = JsonArray.Empty;

    public required JsonObject Detail { get; init; }

    /// <summary>Reads an envelope; null where the JSON value is none. Members that an envelope does not know are dropped.</summary>
    public static EventEnvelope? From(JsonValue value)
    {
        if (value is not JsonObject json
            || json.String("id") is not { } id || json.String("source") is not { } source
            || json.String("detail-type") is not { } detailType || json.Object("detail") is not { } detail
            || !DateTimeOffset.TryParse(
                json.String("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }

        return new EventEnvelope
        {
            Id = id,
            Source = source,
            DetailType = detailType,
            Account = json.String("account") ?? "",
            Region = json.String("region") ?? "",
            Time = time,
            Resources = json.Array("resources"),
            Detail = detail,
        };
    }

    /// <summary>The envelope as JSON, members in EventBridge's order.</summary>
    public JsonObject ToJson() => JsonObject.Of(
        ("version", "0"),
        ("id", Id),
        ("detail-type", DetailType),
        ("source", Source),
        ("account", Account),
        ("time", Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)),
        ("region", Region),
        ("resources", Resources),
        ("detail", Detail));

    /// <summary>The bytes that EventBridge would deliver.</summary>
    public byte[] ToUtf8() => ToJson().ToUtf8();
}
