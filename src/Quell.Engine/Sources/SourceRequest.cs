using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Sources;

/// <summary>A request that a sender makes of a source.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Headers">By their names in lower case; several of one name are joined with commas.</param>
/// <param name="Body">As it came.</param>
internal sealed record SourceRequest(string Source, ImmutableSortedDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Levels that a body may be nested: an event adds some of its own, and is written within the bounds of the JSON value.</summary>
    private const int MaxDepth = JsonReading.MaxDepth - 32;

    /// <summary>The media type in lower case, without its parameters; empty where there is none.</summary>
    public string MediaType => (Header("content-type") ?? "").Split(';')[0].Trim().ToLowerInvariant();

    public string? Header(string name) => Headers.GetValueOrDefault(name.ToLowerInvariant());

    /// <summary>Whether a media type is JSON (RFC 6839, section 3.1).</summary>
    public static bool IsJson(string mediaType) => mediaType is "application/json" or "text/json" || mediaType.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>The body as JSON.</summary>
    /// <exception cref="SourceException">It is not JSON, or nested too deeply.</exception>
    public JsonValue Json() => Json(Body.Span);

    /// <inheritdoc cref="Json()"/>
    public static JsonValue Json(ReadOnlySpan<byte> body)
    {
        try
        {
            var value = JsonValue.Parse(body);
            return Depth(value) <= MaxDepth
                ? value
                : throw SourceException.Bad($"The body is nested deeper than {MaxDepth} levels.");
        }
        catch (JsonSyntaxException fault)
        {
            throw SourceException.Bad(body.IsEmpty ? "The body is empty; JSON is wanted." : $"The body is not JSON: {fault.Message}");
        }
    }

    /// <summary>The body as text; null where it is not UTF-8.</summary>
    public string? Text() => System.Text.Unicode.Utf8.IsValid(Body.Span) ? Encoding.UTF8.GetString(Body.Span) : null;

    private static int Depth(JsonValue value) => value switch
    {
        JsonObject parent => 1 + (parent.Count == 0 ? 0 : parent.Names.Max(name => Depth(parent[name] ?? JsonValue.Null))),
        JsonArray array => 1 + (array.Count == 0 ? 0 : array.Items.Max(Depth)),
        _ => 0,
    };
}

/// <summary>A request is refused: the sender is told why, and with which HTTP status.</summary>
internal sealed class SourceException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static SourceException Bad(string message) => new(400, message);
}

/// <summary>How the requests of a kind of source are read. Implementations are stateless.</summary>
internal interface ISourceFormat
{
    /// <summary>The events that a request tells of, in its order.</summary>
    /// <exception cref="SourceException">It is not what this kind of source sends; nothing of it is taken.</exception>
    SourceReading Read(SourceRequest request);
}

/// <summary>What a request holds.</summary>
/// <param name="Ignored">Parts of it that are no events for this source (lines of a log that it does not look for).</param>
internal sealed record SourceReading(IReadOnlyList<ReceivedEvent> Events, int Ignored = 0);
