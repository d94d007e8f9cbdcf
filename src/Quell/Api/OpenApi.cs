using Quell.Cli;
using Quell.Engine.Json;

namespace Quell.Api;

/// <summary>The REST API's description, made of the routes that serve it (OpenAPI 3.1).</summary>
internal static class OpenApi
{
    private static readonly ApiParameter Id = new("id", "string", "Which one.");

    public static JsonObject Document(IReadOnlyList<ApiRoute> routes) => JsonObject.Of(
        ("openapi", "3.1.0"),
        ("info", JsonObject.Of(("title", "Quell"), ("version", ProductVersion.Text), ("description", "The REST API of a running Quell. Shapes: docs/reference/api.md."))),
        ("paths", JsonObject.From(routes.Append(Stream).GroupBy(route => route.Path).Select(path => KeyValuePair.Create(
            ApiEndpoints.Prefix + path.Key,
            (JsonValue)JsonObject.From(path.Select(route => KeyValuePair.Create(route.Method.ToLowerInvariant(), (JsonValue)Operation(route)))))))),
        ("components", JsonObject.Of(("schemas", ApiSchemas.All))));

    private static ApiRoute Stream => ApiRoute.Get(
        "/events/stream", "Events as they come, as server-sent events.", "Event", static _ => JsonObject.Empty,
        new ApiParameter("after", "integer", "Begin behind the event of this sequence number; else behind the last."));

    private static JsonObject Operation(ApiRoute route)
    {
        var type = route.Path.EndsWith("/stream", StringComparison.Ordinal) ? "text/event-stream" : "application/json";
        var parameters = (route.Path.Contains("{id}", StringComparison.Ordinal) ? [Parameter(Id, "path")] : Enumerable.Empty<JsonObject>())
            .Concat(route.Parameters.Select(parameter => Parameter(parameter, "query"))).ToList();
        return JsonObject.Of(
            ("summary", route.Summary),
            ("parameters", parameters.Count == 0 ? null : JsonArray.From(parameters)),
            ("requestBody", route.Method == "GET" ? null : JsonObject.Of(("required", true), ("content", Content("application/json", null)))),
            ("responses", JsonObject.Of(
                ("200", JsonObject.Of(("description", "Done."), ("content", Content(type, route.Answer)))),
                ("default", JsonObject.Of(("description", "A problem (RFC 9457)."), ("content", Content("application/problem+json", "Problem")))))));
    }

    private static JsonObject Parameter(ApiParameter parameter, string place) => JsonObject.Of(
        ("name", parameter.Name), ("in", place), ("required", place == "path" ? (JsonValue)true : null), ("description", parameter.Description),
        ("schema", JsonObject.Of(("type", parameter.Type))));

    private static JsonObject Content(string type, string? schema) => JsonObject.Of(
        (type, JsonObject.Of(("schema", schema is null ? JsonObject.Of(("type", "object")) : JsonObject.Of(("$ref", $"#/components/schemas/{schema}"))))));
}
