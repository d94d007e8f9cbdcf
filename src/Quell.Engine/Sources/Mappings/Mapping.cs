using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Engine.Sources.Mappings;

/// <summary>
/// A declared mapping: how the requests of one kind of sender become events. Data, read by <see cref="MappingReader"/>; what it may
/// hold is in <c>docs/guide/ways-in.md</c>.
/// </summary>
internal sealed class Mapping : ISourceFormat
{
    /// <summary>Events that one request may become.</summary>
    public const int MaxEvents = 1_000;

    public required string Kind { get; init; }

    /// <summary>How senders of this kind prove who they are, where the source does not say otherwise; null for the source to say.</summary>
    public CheckDefinition? Check { get; init; }

    /// <summary>What the context has to hold for the request to be of this kind.</summary>
    public ImmutableArray<Expectation> Expect { get; init; } = [];

    /// <summary>Where the things lie that become an event each; null for one event a request.</summary>
    public MappingPath? Each { get; init; }

    /// <summary>The body is text: the first of these that a line matches makes an item of its groups. Empty where the body is JSON.</summary>
    public ImmutableArray<Regex> Lines { get; init; } = [];

    public required MappingValue Source { get; init; }

    public required MappingValue DetailType { get; init; }

    public required MappingValue Detail { get; init; }

    public MappingValue? Time { get; init; }

    public MappingValue? Resources { get; init; }

    /// <summary>What the sender knows the occurrence by; null where it comes again under the same name on purpose.</summary>
    public MappingValue? Id { get; init; }

    public SourceReading Read(SourceRequest request)
    {
        var (context, items, ignored) = Lines.IsEmpty ? OfJson(request) : OfLines(request);
        if (items.Count > MaxEvents)
        {
            throw new SourceException(413, string.Create(CultureInfo.InvariantCulture, $"The request tells of {items.Count} events; {MaxEvents} are the most."));
        }

        return new([.. items.Select((item, number) => Event(request, context.With("item", item), number))], ignored);
    }

    private (JsonObject Context, IReadOnlyList<JsonValue> Items, int Ignored) OfJson(SourceRequest request)
    {
        if (request.MediaType is { Length: > 0 } type && !SourceRequest.IsJson(type))
        {
            throw new SourceException(415, $"The content type is {type}; {Kind} sends application/json.");
        }

        var body = request.Json();
        var context = Context(request, body);
        var faults = Expect.Select(expectation => expectation.Fault(context)).OfType<string>().ToList();
        if (faults.Count > 0)
        {
            throw SourceException.Bad($"Not what {Kind} sends: {string.Join("; ", faults)}.");
        }

        return Each is null ? (context, [body], 0)
            : Each.At.Find(context) switch
            {
                JsonArray array => (context.With("rest", Rest(body)), array.Items, 0),
                JsonObject one => (context.With("rest", Rest(body)), [one], 0),
                _ => throw SourceException.Bad($"Not what {Kind} sends: {Each.Text}: an array or an object is wanted."),
            };
    }

    /// <summary>The body without what it is split by.</summary>
    private JsonObject Rest(JsonValue body) => body is JsonObject whole && Each?.Text.Split('.') is ["$", "body", var name] ? whole.Without(name) : JsonObject.Empty;

    private (JsonObject Context, IReadOnlyList<JsonValue> Items, int Ignored) OfLines(SourceRequest request)
    {
        var text = request.Text() ?? throw SourceException.Bad("The body is not UTF-8.");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var items = lines.Select(Item).OfType<JsonValue>().ToList();
        return (Context(request, JsonObject.Empty), items, lines.Length - items.Count);
    }

    private JsonObject? Item(string line)
    {
        foreach (var pattern in Lines)
        {
            if (pattern.Match(line) is { Success: true } match)
            {
                var groups = match.Groups.Values.Where(group => group.Success && !int.TryParse(group.Name, CultureInfo.InvariantCulture, out _));
                return JsonObject.From(groups.Select(group => KeyValuePair.Create(group.Name, (JsonValue)new JsonString(group.Value)))).With("line", line);
            }
        }

        return null;
    }

    private JsonObject Context(SourceRequest request, JsonValue body) => JsonObject.Of(
        ("body", body),
        ("headers", JsonObject.From(request.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonValue)new JsonString(header.Value))))),
        ("source", JsonObject.Of(("name", request.Source), ("kind", Kind))));

    private ReceivedEvent Event(SourceRequest request, JsonObject context, int number)
    {
        var (source, type) = (Source.TextOf(context), DetailType.TextOf(context));
        if (source is null || type is null)
        {
            throw SourceException.Bad($"Not what {Kind} sends: what {(source is null ? "source" : "detail-type")} is made of is missing.");
        }

        return new ReceivedEvent
        {
            Source = source,
            DetailType = type,
            Detail = Detail.Of(context) as JsonObject ?? JsonObject.Empty,
            Time = MappedTime.Of(Time?.Of(context)),
            Resources = Resources?.Of(context) is JsonArray given ? JsonArray.From(given.Strings.Where(text => text.Length > 0)) : JsonArray.Empty,
            Id = Id?.TextOf(context) is { } id ? ForeignId.Of(request.Source, string.Create(CultureInfo.InvariantCulture, $"{id}#{number}")) : null,
        };
    }
}

/// <summary>A path into the context, and how it is written.</summary>
internal sealed record MappingPath(string Text, InputPath At);

/// <summary>What a request has to hold at a path.</summary>
/// <param name="Values">One of these, as text; empty where anything will do.</param>
internal sealed record Expectation(MappingPath Path, ImmutableArray<string> Values)
{
    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Fault(JsonObject context)
    {
        var value = new MappingValue.Path(Path.At);
        return value.Of(context) is null ? $"{Path.Text} is missing"
            : Values.IsEmpty || (value.TextOf(context) is { } text && Values.Contains(text)) ? null
            : $"{Path.Text} is not {string.Join(" or ", Values)}";
    }
}

/// <summary>Times as senders write them.</summary>
internal static class MappedTime
{
    /// <summary>Above this, a number counts milliseconds: seconds would be in the year 5138.</summary>
    private const double Milliseconds = 1e11;

    private static readonly double s_last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The time of a text (ISO 8601 or the like, UTC where it has no zone) or a number since 1970; null for anything else, and for Go's zero time.</summary>
    public static DateTimeOffset? Of(JsonValue? value) => value switch
    {
        JsonNumber number => OfNumber(number.AsDouble),
        JsonString text when double.TryParse(text.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => OfNumber(number),
        JsonString text when DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 => time,
        _ => null,
    };

    private static DateTimeOffset? OfNumber(double number)
    {
        var seconds = number > Milliseconds ? number / 1_000 : number;
        return seconds > 0 && seconds < s_last ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
    }
}
