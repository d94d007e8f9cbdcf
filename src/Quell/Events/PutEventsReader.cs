using System.Globalization;
using System.Text;
using System.Text.Json;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Events;

/// <summary>Reads PutEvents requests, from the wire's JSON without a tree, or from the decoded input.</summary>
internal static class PutEventsReader
{
    /// <summary>
    /// Reads a request body of the JSON protocol. The caller disposes of what comes back.
    /// </summary>
    /// <returns>Null for anything out of the ordinary, faults included: the general way knows what to say of it.</returns>
    public static PutEventsBody? Read(ReadOnlySpan<byte> json)
    {
        // A text never grows when it is unescaped.
        var body = new PutEventsBody(json.Length);
        try
        {
            var reader = new Utf8JsonReader(json);
            if (ReadRequest(ref reader, json, body) && !reader.Read() && body.Count is > 0 and <= PutEventsEntry.MaxEntries)
            {
                return body;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or not UTF-8: said by the general way.
        }

        body.Dispose();
        return null;
    }

    /// <summary>Takes the input as the service model has it. The caller disposes of what comes back.</summary>
    public static PutEventsBody Of(JsonObject input)
    {
        var body = new PutEventsBody(4_096);
        foreach (var entry in input.Array("Entries").Objects)
        {
            body.AddEntry();
            body.Last.Source = Copy(body, entry.String("Source"));
            body.Last.DetailType = Copy(body, entry.String("DetailType"));
            body.Last.Detail = Copy(body, entry.String("Detail"));
            body.Last.Bus = Copy(body, entry.String("EventBusName"));
            body.Last.Time = entry.String("Time") is { } time
                ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : null;
            if (entry.Array("Resources") is { Count: > 0 } resources)
            {
                body.Last.Resources = Copy(body, resources.ToString());
                body.Last.SizeOfResources = resources.Strings.Sum(Encoding.UTF8.GetByteCount);
            }
        }

        return body;
    }

    private static (int Start, int Length) Copy(PutEventsBody body, string? text) =>
        text is null ? default : body.Take(Encoding.UTF8.GetBytes(text, body.Room(Encoding.UTF8.GetMaxByteCount(text.Length))));

    private static bool ReadRequest(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, PutEventsBody body)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
            || !reader.Read() || !reader.ValueTextEquals("Entries"u8)
            || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            body.AddEntry();
            if (!ReadEntry(ref reader, json, body))
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndArray && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool ReadEntry(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, PutEventsBody body)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!ReadMember(ref reader, json, body))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, PutEventsBody body)
    {
        ref var entry = ref body.Last;
        if (reader.ValueTextEquals("Detail"u8))
        {
            return ReadText(ref reader, body, out entry.Detail);
        }

        if (reader.ValueTextEquals("DetailType"u8))
        {
            return ReadText(ref reader, body, out entry.DetailType);
        }

        if (reader.ValueTextEquals("Source"u8))
        {
            return ReadText(ref reader, body, out entry.Source);
        }

        if (reader.ValueTextEquals("EventBusName"u8))
        {
            return ReadText(ref reader, body, out entry.Bus) && entry.Bus.Length > 0;
        }

        return reader.ValueTextEquals("Time"u8) ? ReadTime(ref reader, ref entry)
            : reader.ValueTextEquals("Resources"u8) && ReadResources(ref reader, json, body);
    }

    private static bool ReadText(ref Utf8JsonReader reader, PutEventsBody body, out (int Start, int Length) place)
    {
        place = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        place = body.Take(reader.CopyString(body.Room(reader.ValueSpan.Length)));
        return true;
    }

    private static bool ReadTime(ref Utf8JsonReader reader, ref EntryPlaces entry)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var seconds)
            || seconds is not (>= 0 and < 253_402_300_800))
        {
            return false;
        }

        entry.Time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }

    private static bool ReadResources(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, PutEventsBody body)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var start = (int)reader.TokenStartIndex;
        var size = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            size += reader.CopyString(body.Room(reader.ValueSpan.Length));
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            return false;
        }

        var raw = json[start..(int)reader.BytesConsumed];
        raw.CopyTo(body.Room(raw.Length));
        body.Last.Resources = body.Take(raw.Length);
        body.Last.SizeOfResources = size;
        return true;
    }
}
