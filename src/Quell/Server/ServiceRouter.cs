using System.Collections.Frozen;
using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Aws.Signing;

namespace Quell.Server;

/// <summary>
/// Finds the service that a request is for. Signing names are shared (s3 and s3control, elasticloadbalancing v1 and v2, rds
/// and neptune), so the X-Amz-Target prefix, the API version and the path decide among them.
/// </summary>
internal sealed class ServiceRouter(ServiceCatalog catalog)
{
    /// <summary>Which of several services with one signing name answers where nothing in the request tells them apart.</summary>
    private static readonly FrozenDictionary<string, string> Preferred = new Dictionary<string, string>
    {
        ["elasticloadbalancing"] = "elbv2",
        ["rds"] = "rds",
        ["s3"] = "s3",
        ["dynamodb"] = "dynamodb",
        ["iot"] = "iot",
        ["lambda"] = "lambda",
        ["ses"] = "sesv2",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="claim">The signature; null where the request has none.</param>
    /// <returns>Null where the request is not for an AWS API, or for one that nobody knows.</returns>
    public ServiceEntry? Find(WireRequest request, SignatureClaim? claim)
    {
        if (request.Headers["X-Amz-Target"] is { } target && target.LastIndexOf('.') is var dot and > 0)
        {
            return Pick(catalog.ByTargetPrefix(target[..dot]), request, claim?.Service);
        }

        return claim is null
            ? Unsigned(request)
            : Pick(catalog.BySigningName(claim.Service), request, claim.Service);
    }

    /// <summary>Links that AWS services hand out unsigned: SNS's confirmation and unsubscription.</summary>
    private ServiceEntry? Unsigned(WireRequest request) =>
        QueryParameter(request.RawQuery, "Action") is "ConfirmSubscription" or "Unsubscribe"
            ? catalog.Get("sns").Entry
            : null;

    private static ServiceEntry? Pick(IEnumerable<ServiceEntry> candidates, WireRequest request, string? signingName)
    {
        var services = candidates.ToList();
        if (services.Count <= 1)
        {
            return services.FirstOrDefault();
        }

        if (services.Find(service => service.Name == "s3control") is { } control && IsS3Control(request))
        {
            return control;
        }

        var version = Version(request);
        return services.Find(service => version is not null && service.ApiVersion == version)
            ?? services.Find(service => service.Name == Preferred.GetValueOrDefault(signingName ?? ""))
            ?? services.Find(service => service.Name == signingName)
            ?? services[0];
    }

    private static bool IsS3Control(WireRequest request) =>
        request.RawPath.StartsWith("/v20180820/", StringComparison.Ordinal) && request.Headers.Has("x-amz-account-id");

    private static string? Version(WireRequest request)
    {
        if (QueryParameter(request.RawQuery, "Version") is { } version)
        {
            return version;
        }

        var isForm = request.Headers["Content-Type"]?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ?? false;
        return isForm && request.Body.Stream is null
            ? QueryParameter(System.Text.Encoding.UTF8.GetString(request.Body.Bytes.Span), "Version")
            : null;
    }

    private static string? QueryParameter(string query, string name)
    {
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan()[range];
            if (pair.StartsWith(name, StringComparison.Ordinal) && pair.Length > name.Length && pair[name.Length] == '=')
            {
                return Uri.UnescapeDataString(pair[(name.Length + 1)..]);
            }
        }

        return null;
    }
}
