using Quell.Connections;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Destinations;

/// <summary>An API destination's resource: its DescribeApiDestination answer under its name, without the state, which follows from its connection's.</summary>
internal static class ApiDestination
{
    public const string ResourceType = "events:api-destination";

    /// <summary>Requests a second where the destination does not say (API reference, CreateApiDestination).</summary>
    public const long DefaultRate = 300;

    private const string Prefix = "api-destination/";

    public static JsonObject? Find(ResourceSet state, Scope scope, string name) => state.Get(new(scope, ResourceType, name));

    /// <summary>Where the destination of that ARN is kept; null for an ARN of something else.</summary>
    public static ResourceKey? KeyOf(string? arn) =>
        Arn.TryParse(arn, out var parsed) && parsed.Service == "events" && parsed.Resource.StartsWith(Prefix, StringComparison.Ordinal)
        && parsed.Resource[Prefix.Length..].Split('/') is [var name, _]
            ? new(parsed.Scope, ResourceType, name)
            : null;

    public static string NewArn(Scope scope, string name, string uuid) => scope.Arn("events", $"{Prefix}{name}/{uuid}").ToString();

    /// <summary><c>ACTIVE</c> as long as its connection is authorized.</summary>
    public static string StateOf(JsonObject destination, ResourceSet state) =>
        Connection.Find(state, destination.String("ConnectionArn"))?.String("ConnectionState") == Connection.Authorized ? "ACTIVE" : "INACTIVE";
}
