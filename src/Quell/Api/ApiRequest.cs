using System.Globalization;
using Microsoft.AspNetCore.Http;
using Quell.Engine.Json;

namespace Quell.Api;

/// <summary>What a request of the REST API asks for.</summary>
internal sealed class ApiRequest(HttpContext context)
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1_000;

    /// <summary>The largest body: a batch of replayed events.</summary>
    private const int MaxBody = 16 * 1024 * 1024;

    /// <summary>The part of the path that varies. The server leaves an encoded slash, which ARNs may have, as it is.</summary>
    public string Id => (context.Request.RouteValues["id"] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public int Limit => Number("limit") switch
    {
        null => DefaultLimit,
        >= 1 and <= MaxLimit and var limit => (int)limit,
        _ => throw ApiException.BadRequest($"limit wants a number from 1 to {MaxLimit}."),
    };

    /// <summary>Where the page ends; the greatest number where it is not given.</summary>
    public long Before => Number("before") ?? long.MaxValue;

    /// <summary>The parameter's text; null where it is not given or empty.</summary>
    public string? Text(string name) => context.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public long? Number(string name) => Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw ApiException.BadRequest($"{name} wants a whole number, not '{text}'.");

    public DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw ApiException.BadRequest($"{name} wants a time such as 2026-01-31T12:00:00Z, not '{text}'.");

    /// <summary>Refuses parameters that the operation does not have.</summary>
    public void Check(IReadOnlyList<ApiParameter> known)
    {
        if (context.Request.Query.Keys.FirstOrDefault(name => known.All(parameter => parameter.Name != name)) is { } unknown)
        {
            throw ApiException.BadRequest(known.Count == 0
                ? $"There is no parameter '{unknown}' here."
                : $"There is no parameter '{unknown}' here, but {string.Join(", ", known.Select(parameter => parameter.Name))}.");
        }
    }

    /// <summary>The body, a JSON object.</summary>
    public async ValueTask<JsonObject> Body(CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > MaxBody)
        {
            throw new ApiException(413, $"The body is over the limit of {MaxBody} bytes.");
        }

        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBody)
            {
                throw new ApiException(413, $"The body is over the limit of {MaxBody} bytes.");
            }
        }

        try
        {
            return JsonValue.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) as JsonObject
                ?? throw ApiException.BadRequest("The body is not a JSON object.");
        }
        catch (JsonSyntaxException fault)
        {
            throw ApiException.BadRequest($"The body is not JSON: {fault.Message}");
        }
    }
}
