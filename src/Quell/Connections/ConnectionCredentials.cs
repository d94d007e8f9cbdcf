using System.Text;
using Quell.Engine.Json;

namespace Quell.Connections;

/// <summary>A connection's parameters, opened and ready for requests. Held in memory only.</summary>
internal sealed class ConnectionCredentials
{
    /// <param name="sealedText">What the parameters were opened from: they hold as long as the connection has it.</param>
    /// <param name="type">The authorization type.</param>
    /// <param name="parameters">As they were given.</param>
    public ConnectionCredentials(string sealedText, string? type, JsonObject parameters)
    {
        Sealed = sealedText;
        var own = parameters.Object(ConnectionParameters.MemberOf(type)) ?? JsonObject.Empty;
        var invocation = parameters.Object(ConnectionParameters.Invocation) ?? JsonObject.Empty;
        Grant = type == Connection.OAuth ? new OAuthGrant(own) : null;
        Query = Pairs(invocation, "QueryStringParameters");
        Body = Pairs(invocation, "BodyParameters");
        Headers = type switch
        {
            Connection.Basic => [new("Authorization", BasicHeader(own)), .. Rest("Authorization")],
            Connection.ApiKey => [new(own.String("ApiKeyName") ?? "", own.String("ApiKeyValue") ?? ""), .. Rest(own.String("ApiKeyName") ?? "")],
            _ => Rest("Authorization"),
        };

        List<KeyValuePair<string, string>> Rest(string taken) =>
            [.. Pairs(invocation, "HeaderParameters").Where(header => !header.Key.Equals(taken, StringComparison.OrdinalIgnoreCase))];
    }

    public string Sealed { get; }

    /// <summary>The authorization that does not change, and the header parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Body { get; }

    /// <summary>Where tokens come from; null for other types.</summary>
    public OAuthGrant? Grant { get; }

    internal static IReadOnlyList<KeyValuePair<string, string>> Pairs(JsonObject parameters, string list) =>
        [.. parameters.Array(list).Objects.Select(entry => KeyValuePair.Create(entry.String("Key") ?? "", entry.String("Value") ?? ""))];

    private static string BasicHeader(JsonObject own) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{own.String("Username")}:{own.String("Password")}"));
}
