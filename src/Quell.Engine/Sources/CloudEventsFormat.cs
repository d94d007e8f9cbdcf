using System.Globalization;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Sources;

/// <summary>
/// CloudEvents 1.0 over HTTP, structured, binary and batched ("HTTP Protocol Binding for CloudEvents", 1.0.2, section 3). In every mode
/// the detail is the CloudEvent in its JSON format, so that one pattern takes all three; <c>type</c> is the detail-type, <c>subject</c>
/// the resource. An event is known by its source and id together (CloudEvents 1.0.2, "id").
/// </summary>
internal sealed class CloudEventsFormat : ISourceFormat
{
    private const string Structured = "application/cloudevents";
    private const string Batched = "application/cloudevents-batch";
    private const string Prefix = "ce-";

    public SourceReading Read(SourceRequest request) => request.MediaType switch
    {
        Batched + "+json" => new(Batch(request.Json())),
        Structured + "+json" => new([Event(request.Json(), "$")]),
        var type when type.StartsWith(Structured, StringComparison.Ordinal) =>
            throw new SourceException(415, $"{type} is not understood; {Structured}+json and {Batched}+json are, and the binary mode."),
        _ when request.Header(Prefix + "specversion") is not null => new([Event(Binary(request), "$")]),
        var type => throw new SourceException(415,
            $"This is no CloudEvent: the content type is '{type}' and there is no header ce-specversion. Send {Structured}+json, {Batched}+json, or the attributes as headers."),
    };

    private static List<ReceivedEvent> Batch(JsonValue body) => body is JsonArray batch
        ? [.. batch.Items.Select((item, number) => Event(item, string.Create(CultureInfo.InvariantCulture, $"$[{number}]")))]
        : throw SourceException.Bad("A batch is an array of CloudEvents.");

    private static ReceivedEvent Event(JsonValue value, string path)
    {
        if (value is not JsonObject json)
        {
            throw SourceException.Bad($"{path}: a CloudEvent is wanted, an object.");
        }

        json = JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)json).Where(member => member.Value is not JsonNull || member.Key == "data"));
        var faults = Faults(json, path).ToList();
        if (faults.Count > 0)
        {
            throw SourceException.Bad($"Not a CloudEvent: {string.Join("; ", faults)}.");
        }

        var (source, id) = (json.String("source") ?? "", json.String("id") ?? "");
        return new ReceivedEvent
        {
            Id = ForeignId.Of(source, id),
            Source = source,
            DetailType = json.String("type") ?? "",
            Time = json.String("time") is { } time ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null,
            Resources = json.String("subject") is { } subject ? [subject] : JsonArray.Empty,
            Detail = json,
        };
    }

    private static IEnumerable<string> Faults(JsonObject json, string path)
    {
        if (json.String("specversion") is not "1.0")
        {
            yield return $"{path}.specversion: \"1.0\" is wanted";
        }

        foreach (var name in new[] { "id", "source", "type" })
        {
            if (json.String(name) is null or "")
            {
                yield return $"{path}.{name}: a text is wanted";
            }
        }

        foreach (var name in new[] { "subject", "datacontenttype", "dataschema" })
        {
            if (json.Has(name) && json.String(name) is null or "")
            {
                yield return $"{path}.{name}: a text is wanted, or nothing";
            }
        }

        if (json.Has("time") && !DateTimeOffset.TryParse(json.String("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            yield return $"{path}.time: a time such as 2026-01-31T12:00:00Z is wanted (RFC 3339)";
        }

        if (json.Has("data_base64") && (json.Has("data") || json.String("data_base64") is not { } text || !IsBase64(text)))
        {
            yield return $"{path}.data_base64: base64 is wanted, and no data beside it";
        }
    }

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[(text.Length * 3 / 4) + 3], out _);

    /// <summary>The JSON format of a binary request: attributes from headers, data from the body.</summary>
    private static JsonObject Binary(SourceRequest request)
    {
        var attributes = request.Headers
            .Where(header => header.Key.StartsWith(Prefix, StringComparison.Ordinal) && header.Key[Prefix.Length..] is not ("datacontenttype" or "data" or "data_base64"))
            .Select(header => KeyValuePair.Create(header.Key[Prefix.Length..], (JsonValue)new JsonString(Decode(header.Value))));
        var json = JsonObject.From(attributes);
        if (request.Header("content-type") is { Length: > 0 } type)
        {
            json = json.With("datacontenttype", type);
        }

        return request.Body.IsEmpty ? json
            : SourceRequest.IsJson(request.MediaType) ? json.With("data", request.Json())
            : IsText(request.MediaType) && request.Text() is { } text ? json.With("data", text)
            : json.With("data_base64", Convert.ToBase64String(request.Body.Span));
    }

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/xml" or "application/x-www-form-urlencoded" || type.EndsWith("+xml", StringComparison.Ordinal);

    /// <summary>Takes quotes and percent encoding off a header's value (HTTP Protocol Binding, section 3.1.3.2).</summary>
    private static string Decode(string value)
    {
        if (value.Length > 1 && value[0] == '"' && value[^1] == '"')
        {
            var unquoted = new StringBuilder(value.Length);
            for (var position = 1; position < value.Length - 1; position++)
            {
                position += value[position] == '\\' && position < value.Length - 2 ? 1 : 0;
                unquoted.Append(value[position]);
            }

            value = unquoted.ToString();
        }

        // Leaves what is no valid sequence as it is.
        return Uri.UnescapeDataString(value);
    }
}
