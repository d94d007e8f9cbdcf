using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Quell.Aws.Protocols;
using Quell.Connections;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Tasks;

/// <summary>The request that the arguments of <c>http:invoke</c> ask for (developer guide, "Call HTTPS APIs in Step Functions workflows").</summary>
/// <param name="ConnectionArn">The connection that the request is sent with.</param>
/// <param name="Request">Without what the connection adds.</param>
internal sealed record HttpArguments(string ConnectionArn, EndpointRequest Request)
{
    private static readonly FrozenSet<string> Methods = FrozenSet.ToFrozenSet(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]);

    private static readonly FrozenSet<string> Fields = FrozenSet.ToFrozenSet(
        ["ApiEndpoint", "Method", "Headers", "QueryParameters", "RequestBody", "Authentication", "InvocationConfig", "Transform"]);

    private static readonly string[] Required = ["ApiEndpoint", "Method"];

    private static readonly FrozenSet<string> ForbiddenHeaders = FrozenSet.ToFrozenSet(
        [
            "A-IM", "Accept-Charset", "Accept-Datetime", "Accept-Encoding", "Authorization", "Cache-Control", "Connection", "Content-Encoding",
            "Content-MD5", "Date", "Expect", "Forwarded", "From", "Host", "HTTP2-Settings", "If-Match", "If-Modified-Since", "If-None-Match",
            "If-Range", "If-Unmodified-Since", "Max-Forwards", "Origin", "Pragma", "Proxy-Authorization", "Referer", "Server", "TE", "Trailer",
            "Transfer-Encoding", "Upgrade", "Via", "Warning",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly string[] ForbiddenPrefixes = ["x-forwarded-", "x-amz-", "x-amzn-"];

    /// <param name="arguments">The state's effective arguments.</param>
    /// <param name="region">The execution's; stands in the User-Agent.</param>
    /// <param name="call">Null where the arguments make none.</param>
    /// <param name="failure"><c>States.Runtime</c> with all that is wrong with the arguments.</param>
    public static bool TryRead(
        JsonValue arguments, string region, [NotNullWhen(true)] out HttpArguments? call, [NotNullWhen(false)] out TaskOutcome.Failed? failure)
    {
        var mistakes = new List<string>();
        var members = arguments as JsonObject ?? JsonObject.Empty;
        mistakes.AddRange(arguments is JsonObject ? Mistakes(members) : ["They must be a JSON object"]);
        var request = mistakes.Count > 0 ? null : Read(members, region, mistakes);
        (call, failure) = request is null || mistakes.Count > 0
            ? (null, IntegrationCalls.Unusable(arguments, mistakes))
            : (new HttpArguments(ConnectionOf(members) ?? "", request), (TaskOutcome.Failed?)null);
        return call is not null;
    }

    private static IEnumerable<string> Mistakes(JsonObject arguments)
    {
        foreach (var name in arguments.Names.Where(name => !Fields.Contains(name)))
        {
            yield return $"The field \"{name}\" is not supported by Step Functions";
        }

        foreach (var name in Required.Where(name => !arguments.Has(name)))
        {
            yield return $"The field '{name}' is required but was missing";
        }

        if (ConnectionOf(arguments) is null)
        {
            yield return "The field 'ConnectionArn' is required but was missing";
        }

        if (arguments.Has("Method") && !Methods.Contains(arguments.String("Method") ?? ""))
        {
            yield return InvalidFormat("Method");
        }

        if (arguments.Has("ApiEndpoint") && !Uri.TryCreate(arguments.String("ApiEndpoint"), UriKind.Absolute, out _))
        {
            yield return InvalidFormat("ApiEndpoint");
        }
    }

    private static EndpointRequest Read(JsonObject arguments, string region, List<string> mistakes)
    {
        var url = EndpointUrl.WithQuery(arguments.String("ApiEndpoint") ?? "", Query(arguments["QueryParameters"], mistakes));
        return new(new HttpMethod(arguments.String("Method") ?? ""), url)
        {
            Headers = Headers(arguments["Headers"], mistakes),
            Fixed = [new("User-Agent", $"Amazon|StepFunctions|HttpInvoke|{region}"), new("Range", $"bytes=0-{TaskOutcome.LargestResult}")],
            ContentType = "application/json; charset=UTF-8",
            Body = arguments["RequestBody"] switch
            {
                null or JsonNull => default(ReadOnlyMemory<byte>),
                JsonString text => System.Text.Encoding.UTF8.GetBytes(text.Value),
                { } body => body.ToUtf8(),
            },
            Encode = Encoding(arguments["Transform"], mistakes),
            Limit = TimeSpan.FromSeconds(60),
            ReadsUpTo = TaskOutcome.LargestResult + 1,
        };
    }

    private static string? ConnectionOf(JsonObject arguments) =>
        (arguments.Object("Authentication") ?? arguments.Object("InvocationConfig"))?.String("ConnectionArn");

    private static List<KeyValuePair<string, string>> Headers(JsonValue? value, List<string> mistakes)
    {
        var headers = Pairs(value, "Headers", mistakes);
        mistakes.AddRange(headers
            .Where(header => ForbiddenHeaders.Contains(header.Key) || ForbiddenPrefixes.Any(prefix => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .Select(header => $"The header \"{header.Key}\" is not supported by Step Functions"));
        return headers;
    }

    private static List<KeyValuePair<string, string>> Query(JsonValue? value, List<string> mistakes) => value switch
    {
        JsonString text => [.. QueryText.Parse(text.Value.TrimStart('?')).Select(pair => KeyValuePair.Create(pair.Key, pair.Value ?? ""))],
        JsonArray items => [.. items.Items.SelectMany(item => Query(item, mistakes))],
        _ => Pairs(value, "QueryParameters", mistakes),
    };

    /// <summary>Names with their values; of an array each item.</summary>
    private static List<KeyValuePair<string, string>> Pairs(JsonValue? value, string field, List<string> mistakes)
    {
        if (value is null or JsonNull)
        {
            return [];
        }

        if (value is JsonObject members && !members.Any(member => Scalars(member.Value).Any(item => item is JsonObject or JsonArray)))
        {
            return [.. members.SelectMany(member => Scalars(member.Value).Select(item => KeyValuePair.Create(member.Key, FormBody.Text(item))))];
        }

        mistakes.Add(InvalidFormat(field));
        return [];
    }

    private static ImmutableArray<JsonValue> Scalars(JsonValue value) => value is JsonArray items ? items.Items : [value];

    private static Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Encoding(JsonValue? transform, List<string> mistakes)
    {
        if (transform is null or JsonNull)
        {
            return null;
        }

        var members = transform as JsonObject ?? JsonObject.Empty;
        var format = members.Object("RequestEncodingOptions")?.String("ArrayFormat") ?? "INDICES";
        switch (members.String("RequestBodyEncoding"))
        {
            case "URL_ENCODED" when FormBody.Formats.Contains(format):
                return body => FormBody.Encode(body, format);
            case "NONE":
                return null;
            default:
                mistakes.Add(InvalidFormat("Transform"));
                return null;
        }
    }

    private static string InvalidFormat(string field) => $"The value of the field '{field}' has an invalid format";
}
