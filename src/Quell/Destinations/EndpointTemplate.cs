using Quell.Connections;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Destinations;

/// <summary>
/// The request that a target makes of its destination: the endpoint with the target's <c>HttpParameters</c> in it. A value that
/// begins with <c>$.</c> is a path into the event (user guide, "Dynamic JSON path parameters"); a request without such values is
/// made once and used for every event.
/// </summary>
internal sealed class EndpointTemplate
{
    private readonly string _url;
    private readonly IReadOnlyList<string> _path;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _query;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;

    /// <param name="destination">The destination's resource.</param>
    /// <param name="target">The target as PutTargets took it.</param>
    public EndpointTemplate(JsonObject destination, JsonObject target)
    {
        var parameters = target.Object("HttpParameters") ?? JsonObject.Empty;
        (Destination, Target) = (destination, target);
        Connection = destination.String("ConnectionArn") ?? "";
        Rate = destination.Long("InvocationRateLimitPerSecond") ?? ApiDestination.DefaultRate;
        Method = HttpMethod.Parse(destination.String("HttpMethod") ?? "POST");
        _url = destination.String("InvocationEndpoint") ?? "";
        _path = [.. parameters.Array("PathParameterValues").Strings];
        _query = Pairs(parameters.Object("QueryStringParameters"));
        _headers = Pairs(parameters.Object("HeaderParameters"));
        ReadsEvent = _path.Concat(_query.Concat(_headers).Select(pair => pair.Value)).Any(IsPath);
        Static = ReadsEvent ? null : Make(JsonObject.Empty);
    }

    public JsonObject Destination { get; }

    public JsonObject Target { get; }

    public string Connection { get; }

    public long Rate { get; }

    public HttpMethod Method { get; }

    /// <summary>Whether it differs from event to event.</summary>
    public bool ReadsEvent { get; }

    /// <summary>What the request is made of where it does not; else null.</summary>
    public (Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers)? Static { get; }

    /// <exception cref="EndpointException">The event has nothing at a path, or what comes out is no URL.</exception>
    public (Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers) Make(JsonValue forEvent)
    {
        var url = EndpointUrl.WithPath(_url, [.. _path.Select(value => Value(value, forEvent))]);
        return Uri.TryCreate(url, UriKind.Absolute, out _)
            ? (EndpointUrl.WithQuery(url, Values(_query, forEvent)), Values(_headers, forEvent))
            : throw new EndpointException(EndpointFault.Refused, $"{url} is no URL.", isTransient: false);
    }

    private static bool IsPath(string value) => value.StartsWith("$.", StringComparison.Ordinal);

    private static IReadOnlyList<KeyValuePair<string, string>> Pairs(JsonObject? map) =>
        map is null ? [] : [.. ((IEnumerable<KeyValuePair<string, JsonValue>>)map).Select(pair => KeyValuePair.Create(pair.Key, (pair.Value as JsonString)?.Value ?? ""))];

    private static IReadOnlyList<KeyValuePair<string, string>> Values(IReadOnlyList<KeyValuePair<string, string>> pairs, JsonValue forEvent) =>
        [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, Value(pair.Value, forEvent)))];

    private static string Value(string value, JsonValue forEvent)
    {
        if (!IsPath(value))
        {
            return value;
        }

        return InputPath.Parse(value)?.Find(forEvent) switch
        {
            JsonString text => text.Value,
            { } other => other.ToString(),
            null => throw new EndpointException(EndpointFault.Refused, $"The event has nothing at {value}, which HttpParameters ask for.", isTransient: false),
        };
    }
}
