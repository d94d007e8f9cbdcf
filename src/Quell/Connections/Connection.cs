using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Connections;

/// <summary>
/// A connection's resource: its DescribeConnection answer under its name, and <c>Sealed</c>, its authorization parameters as they
/// were given, sealed for its ARN.
/// </summary>
internal static class Connection
{
    public const string ResourceType = "events:connection";

    /// <summary>The member that holds what is sealed.</summary>
    public const string Sealed = "Sealed";

    public const string Basic = "BASIC";
    public const string ApiKey = "API_KEY";
    public const string OAuth = "OAUTH_CLIENT_CREDENTIALS";

    public const string Authorized = "AUTHORIZED";
    public const string Authorizing = "AUTHORIZING";
    public const string Deauthorized = "DEAUTHORIZED";

    private const string Prefix = "connection/";

    public static JsonObject? Find(ResourceSet state, Scope scope, string name) => state.Get(new(scope, ResourceType, name));

    /// <summary>The connection of that ARN; null where there is none, also where another has taken its name since.</summary>
    public static JsonObject? Find(ResourceSet state, string? arn) =>
        KeyOf(arn) is { } key && state.Get(key) is { } found && found.String("ConnectionArn") == arn ? found : null;

    /// <summary>Where the connection of that ARN is kept; null for an ARN of something else.</summary>
    public static ResourceKey? KeyOf(string? arn) =>
        Arn.TryParse(arn, out var parsed) && parsed.Service == "events" && parsed.Resource.StartsWith(Prefix, StringComparison.Ordinal)
        && parsed.Resource[Prefix.Length..].Split('/') is [var name, _]
            ? new(parsed.Scope, ResourceType, name)
            : null;

    public static string NewArn(Scope scope, string name, string uuid) => scope.Arn("events", $"{Prefix}{name}/{uuid}").ToString();
}
