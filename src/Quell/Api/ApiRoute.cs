using Quell.Engine.Json;

namespace Quell.Api;

/// <summary>One operation of the REST API: what serves it, and what its OpenAPI document says.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">Below <c>/api/v1</c>, with <c>{id}</c> for what varies.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Answer">The name of the answer's schema in <see cref="ApiSchemas"/>.</param>
/// <param name="Parameters">What the query may hold; anything else is refused.</param>
/// <param name="Handler">Serves it; throws <see cref="ApiException"/>.</param>
internal sealed record ApiRoute(
    string Method, string Path, string Summary, string Answer, IReadOnlyList<ApiParameter> Parameters,
    Func<ApiRequest, CancellationToken, ValueTask<JsonObject>> Handler)
{
    public static ApiRoute Get(string path, string summary, string answer, Func<ApiRequest, JsonObject> handler, params ApiParameter[] parameters) =>
        new("GET", path, summary, answer, parameters, (request, _) => ValueTask.FromResult(handler(request)));

    public static ApiRoute Post(string path, string summary, string answer, Func<ApiRequest, CancellationToken, ValueTask<JsonObject>> handler) =>
        new("POST", path, summary, answer, [], handler);
}

/// <summary>A parameter of a query.</summary>
/// <param name="Type"><c>string</c> or <c>integer</c>.</param>
internal sealed record ApiParameter(string Name, string Type, string Description)
{
    public static readonly ApiParameter Limit = new("limit", "integer", $"How many to answer with at most: 1 to {ApiRequest.MaxLimit}, {ApiRequest.DefaultLimit} where it is not given.");

    public static readonly ApiParameter Before = new("before", "integer", "The next page: the 'next' of the page before.");
}

/// <summary>A request is wrong, or what it names is not there; answered as a problem (RFC 9457).</summary>
internal sealed class ApiException(int status, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public static ApiException BadRequest(string detail) => new(400, detail);

    public static ApiException NotFound(string detail) => new(404, detail);
}
