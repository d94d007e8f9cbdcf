using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>
/// What a LookupEvents call asks for: management events of a time, newest first, by at most one attribute (CloudTrail API
/// Reference, LookupEvents).
/// </summary>
internal sealed class TrailQuery
{
    private const int MostEvents = 50;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly int _most;
    private readonly string? _after;
    private readonly string _hash;
    private readonly (string Key, string Value)? _attribute;

    /// <param name="input">The call's parameters.</param>
    /// <param name="now">The time of the call; nothing older than 90 days before it is found.</param>
    public TrailQuery(JsonObject input, DateTimeOffset now)
    {
        From = Max(TimeOf(input, "StartTime"), now - Kept);
        Until = TimeOf(input, "EndTime") ?? now;
        if (TimeOf(input, "StartTime") > TimeOf(input, "EndTime"))
        {
            throw new AwsException("InvalidTimeRangeException", "The start time is later than the end time.");
        }

        _most = (int)(input.Long("MaxResults") ?? MostEvents);
        if (_most is < 1 or > MostEvents)
        {
            throw new AwsException("InvalidMaxResultsException", "MaxResults must be between 1 and 50.");
        }

        if (input.String("EventCategory") is { } category)
        {
            throw new AwsException("InvalidEventCategoryException", $"The event category {category} is not valid: no Insights events are recorded.");
        }

        _attribute = AttributeOf(input.Array("LookupAttributes"));
        _hash = Convert.ToHexStringLower(SHA256.HashData(input.Without("NextToken").Without("MaxResults").ToUtf8()))[..16];
        _after = AfterOf(input.String("NextToken"));
    }

    /// <summary>No event that is older is asked for.</summary>
    public DateTimeOffset From { get; }

    /// <summary>No event that is newer is asked for.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The page of the answer.</summary>
    /// <param name="newestFirst">The account's and region's records between <see cref="From"/> and <see cref="Until"/>, or more.</param>
    public JsonObject Answer(IEnumerable<JsonObject> newestFirst)
    {
        var matches = newestFirst.Where(Matches).Select(TrailEvent.Of).Where(Fits);
        if (_after is not null)
        {
            matches = matches.SkipWhile(found => found.String("EventId") != _after).Skip(1);
        }

        var found = matches.Take(_most + 1).ToArray();
        var page = found.Take(_most).ToArray();
        return JsonObject.Of(
            ("Events", JsonArray.From(page)),
            ("NextToken", found.Length > page.Length ? (JsonValue)TokenAfter(page[^1]) : null));
    }

    private bool Matches(JsonObject record) =>
        record.Bool("managementEvent") is not false
        && TimeOf(record, "eventTime") is { } time && time >= From && time <= Until;

    private bool Fits(JsonObject found) => _attribute is not var (key, value) || key switch
    {
        "ResourceName" => found.Array("Resources").Objects.Any(resource => resource.String("ResourceName") == value),
        "ResourceType" => found.Array("Resources").Objects.Any(resource => resource.String("ResourceType") == value),
        _ => found.String(key) == value,
    };

    private static (string, string)? AttributeOf(JsonArray attributes) => attributes.Objects.ToArray() switch
    {
        [] => null,
        [var one] => (Known(one.String("AttributeKey")), one.String("AttributeValue") ?? ""),
        _ => throw new AwsException("InvalidLookupAttributesException", "Only one lookup attribute is allowed."),
    };

    private static string Known(string? key) => key switch
    {
        "EventId" or "EventName" or "ReadOnly" or "Username" or "ResourceType" or "ResourceName" or "EventSource" or "AccessKeyId" => key,
        _ => throw new AwsException("InvalidLookupAttributesException", $"The lookup attribute {key} is not valid."),
    };

    private string TokenAfter(JsonObject last) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{_hash}{last.String("EventId")}"));

    private string? AfterOf(string? token)
    {
        if (token is null)
        {
            return null;
        }

        var bytes = new byte[token.Length];
        var text = Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.ASCII.GetString(bytes, 0, length) : "";
        return text.StartsWith(_hash, StringComparison.Ordinal)
            ? text[_hash.Length..]
            : throw new AwsException("InvalidNextTokenException", "Invalid token, or token used with different attributes or parameters.");
    }

    private static DateTimeOffset? TimeOf(JsonObject value, string name) =>
        DateTimeOffset.TryParse(value.String(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static DateTimeOffset Max(DateTimeOffset? one, DateTimeOffset other) => one is { } time && time > other ? time : other;
}
