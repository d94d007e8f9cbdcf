using Quell.Engine.Json;
using Quell.Events.Operations;

namespace Quell.Connections;

/// <summary>The authorization parameters of a connection: checks them, takes an update in, and leaves out what nobody may see.</summary>
internal static class ConnectionParameters
{
    public const string Invocation = "InvocationHttpParameters";

    private static readonly string[] Lists = ["HeaderParameters", "QueryStringParameters", "BodyParameters"];

    /// <summary>The member that holds the parameters of an authorization type.</summary>
    public static string MemberOf(string? type) => type switch
    {
        Connection.Basic => "BasicAuthParameters",
        Connection.ApiKey => "ApiKeyAuthParameters",
        _ => "OAuthParameters",
    };

    /// <summary>Checks whole parameters against their type. The texts are ours: AWS publishes none.</summary>
    /// <exception cref="Aws.AwsException"><c>ValidationException</c>.</exception>
    public static void Check(string? type, JsonObject parameters, EndpointPolicy endpoints)
    {
        var wanted = MemberOf(type);
        if (parameters.Object(wanted) is not { } own)
        {
            throw EventErrors.Validation($"Parameter {wanted} must be specified for authorization type {type}.");
        }

        if (parameters.Names.FirstOrDefault(name => name != wanted && name != Invocation) is { } other)
        {
            throw EventErrors.Validation(other == "ConnectivityParameters"
                ? "Quell has no private connectivity: ConnectivityParameters cannot be specified."
                : $"Parameter {other} is not valid for authorization type {type}.");
        }

        if (type == Connection.OAuth)
        {
            endpoints.CheckUrl(own.String("AuthorizationEndpoint") ?? "", "AuthorizationEndpoint");
            CheckLists(own.Object("OAuthHttpParameters"), "OAuthHttpParameters");
        }

        CheckLists(parameters.Object(Invocation), Invocation);
    }

    /// <summary>What is kept, with what an update gives; of another type only what goes with every invocation stays.</summary>
    public static JsonObject Merge(JsonObject kept, JsonObject given, bool isSameType)
    {
        var merged = isSameType ? kept : JsonObject.Empty.With(Invocation, kept[Invocation]);
        foreach (var (name, value) in given)
        {
            merged = merged.With(name, merged.Object(name) is { } old && value is JsonObject changes && name != Invocation ? Merge(old, changes, isSameType: true) : value);
        }

        return merged;
    }

    /// <summary>As DescribeConnection shows them: no password, key or client secret, and no value that is marked as secret.</summary>
    public static JsonObject Shown(JsonObject parameters) => JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)parameters).Select(
        member => KeyValuePair.Create(member.Key, member.Value is JsonObject group ? Group(member.Key, group) : member.Value)));

    private static JsonObject Group(string name, JsonObject group) => name switch
    {
        "BasicAuthParameters" => group.Without("Password"),
        "ApiKeyAuthParameters" => group.Without("ApiKeyValue"),
        "OAuthParameters" => group
            .With("ClientParameters", group.Object("ClientParameters")?.Without("ClientSecret"))
            .With("OAuthHttpParameters", group.Object("OAuthHttpParameters") is { } extra ? Http(extra) : null),
        _ => Http(group),
    };

    private static JsonObject Http(JsonObject parameters) => JsonObject.From(
        from list in Lists
        where parameters.Has(list)
        select KeyValuePair.Create(list, (JsonValue)JsonArray.From(parameters.Array(list).Objects.Select(Entry))));

    private static JsonObject Entry(JsonObject entry) =>
        entry.Bool("IsValueSecret") is true ? entry.Without("Value") : entry.With("IsValueSecret", false);

    private static void CheckLists(JsonObject? parameters, string path)
    {
        foreach (var list in Lists)
        {
            if (parameters?.Array(list).Objects.Any(entry => entry.String("Key") is null or "" || entry.String("Value") is null) is true)
            {
                throw EventErrors.Validation($"Every entry of {path}.{list} needs a Key and a Value.");
            }
        }
    }
}
