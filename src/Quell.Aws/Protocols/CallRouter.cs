using System.Collections.Concurrent;
using System.Globalization;
using Quell.Aws.Models;

namespace Quell.Aws.Protocols;

/// <summary>
/// Finds the service, the operation and the protocol of a request from the service that its credential scope names. Safe for any
/// number of threads.
/// </summary>
internal sealed class CallRouter(ServiceCatalog catalog)
{
    private readonly ConcurrentDictionary<string, RestRoutes> _routes = new(StringComparer.Ordinal);

    /// <param name="signingName">The service in the credential scope, <c>s3</c>; null where the request carries no signature.</param>
    /// <param name="bucket">The bucket that a virtual-hosted S3 request names in its host; else null.</param>
    public CallRoute Route(string? signingName, WireRequest request, string? bucket = null)
    {
        if (request.Headers["X-Amz-Target"] is { } target)
        {
            return RouteTarget(target, signingName, request);
        }

        var services = catalog.BySigningName(signingName ?? "").ToList();
        if (request.Headers["smithy-protocol"] is { } smithy)
        {
            return RefuseSmithy(smithy, services);
        }

        if (services.Exists(service => service.Speaks("query") || service.Speaks("ec2")) || services.Count == 0)
        {
            if (!IsReadable(request))
            {
                return Unreadable(services);
            }

            var pairs = IsForm(request) || request.Method == "GET" ? QueryProtocol.Pairs(request) : [];
            if (pairs.Exists(pair => pair.Key == "Action") || !services.Exists(IsRest))
            {
                return RouteAction(pairs, services);
            }
        }

        return RouteRest(request, services, bucket is null ? request.RawPath : $"/{Uri.EscapeDataString(bucket)}{request.RawPath}");
    }

    private static bool IsForm(WireRequest request) =>
        request.Headers["Content-Type"]?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsReadable(WireRequest request) => PercentText.IsWellFormed(request.RawQuery)
        && (!IsForm(request) || request.Body.Length == 0 || PercentText.Read(request.Body.Bytes.Span) is not null);

    private CallRoute Unreadable(List<ServiceEntry> services)
    {
        var known = services.FirstOrDefault();
        return CallRoute.Astray(
            known is null ? QueryProtocol.Instance : FormProtocolOf(known),
            known is null ? null : catalog.Load(known),
            new("MalformedQueryString", "The query string contains a syntax error: an escape or a byte that is no UTF-8."));
    }

    private static WireProtocol FormProtocolOf(ServiceEntry service) => service.Speaks("ec2") ? Ec2Protocol.Instance
        : service.Speaks("query") ? QueryProtocol.Instance
        : ProtocolOf(service);

    private static bool IsRest(ServiceEntry service) => service.Speaks("rest-json") || service.Speaks("rest-xml");

    private static WireProtocol ProtocolOf(ServiceEntry service) => service.Protocols[0] switch
    {
        "query" => QueryProtocol.Instance,
        "ec2" => Ec2Protocol.Instance,
        "rest-json" => RestJsonProtocol.Instance,
        "rest-xml" => RestXmlProtocol.Instance,
        _ => JsonProtocol.Of(service.JsonVersion),
    };

    private CallRoute RouteTarget(string target, string? signingName, WireRequest request)
    {
        var version = request.Headers["Content-Type"]?.Contains("json-1.0", StringComparison.OrdinalIgnoreCase) == true ? "1.0" : "1.1";
        var protocol = JsonProtocol.Of(version);
        var dot = target.LastIndexOf('.');
        var candidates = catalog.ByTargetPrefix(dot < 0 ? "" : target[..dot]).ToList();
        foreach (var entry in candidates)
        {
            if (catalog.Load(entry) is var service && service.Find(target[(dot + 1)..]) is { } operation)
            {
                return CallRoute.To(protocol, service, operation);
            }
        }

        var known = candidates.FirstOrDefault() ?? catalog.BySigningName(signingName ?? "").FirstOrDefault();
        return CallRoute.Astray(
            protocol,
            known is null ? null : catalog.Load(known),
            new("UnknownOperationException", $"The requested operation {target} is not known.", 400));
    }

    private CallRoute RefuseSmithy(string smithy, List<ServiceEntry> services)
    {
        var json = services.FirstOrDefault(service => service.TargetPrefix is not null);
        return CallRoute.Astray(
            JsonProtocol.Of(json?.JsonVersion),
            json is null ? null : catalog.Load(json),
            new("UnsupportedProtocol", $"The protocol {smithy} is not supported; use JSON, query or REST.", 415));
    }

    private CallRoute RouteAction(List<KeyValuePair<string, string?>> pairs, List<ServiceEntry> services)
    {
        var action = pairs.Find(pair => pair.Key == "Action").Value ?? "";
        var version = pairs.Find(pair => pair.Key == "Version").Value;
        var candidates = services.Where(service => service.Speaks("query") || service.Speaks("ec2")).ToList();

        // One signing name may stand for several services (elb and elbv2, rds and docdb): the version tells, then the action.
        var isKnownVersion = string.IsNullOrEmpty(version) || candidates.Exists(entry => entry.ApiVersion == version);
        foreach (var entry in candidates.OrderByDescending(entry => entry.ApiVersion == version).ThenBy(entry => entry.Name != entry.SigningName))
        {
            if (isKnownVersion && catalog.Load(entry) is var service && service.Find(action) is { } operation)
            {
                return CallRoute.To(FormProtocolOf(entry), service, operation);
            }
        }

        var known = candidates.FirstOrDefault() ?? services.FirstOrDefault();
        var protocol = known is null ? QueryProtocol.Instance : FormProtocolOf(known);
        var fault = action.Length == 0 && candidates.Count > 0
            ? new AwsException("MissingAction", "The request is missing an action or operation parameter.")
            : known is null
                ? new("InvalidAction", "The request's signature names no service that is known.")
                : isKnownVersion
                    ? new("InvalidAction", $"The action {action} is not valid for this web service.")
                    : NoSuchVersion(known, action, version);
        return CallRoute.Astray(protocol, known is null ? null : catalog.Load(known), fault);
    }

    private static AwsException NoSuchVersion(ServiceEntry service, string action, string? version) => service.Speaks("ec2")
        ? new("NoSuchVersion", $"The requested version ({version}) of service {service.ServiceId} does not exist")
        : new("InvalidAction", $"Could not find operation {action} for version {version}");

    private CallRoute RouteRest(WireRequest request, List<ServiceEntry> services, string rawPath)
    {
        if (!PercentText.IsWellFormed(rawPath) || !PercentText.IsWellFormed(request.RawQuery))
        {
            var first = services.FirstOrDefault(IsRest) ?? services[0];
            return CallRoute.Astray(ProtocolOf(first), catalog.Load(first), new("InvalidURI", "Couldn't parse the specified URI."));
        }

        CallRoute? best = null;
        var bestScore = int.MinValue;
        foreach (var entry in services.Where(IsRest).OrderBy(entry => entry.Name != entry.SigningName))
        {
            var service = catalog.Load(entry);
            if (_routes.GetOrAdd(entry.Name, _ => new(service)).Find(request, rawPath) is { } found && found.Score > bestScore)
            {
                best = CallRoute.To(ProtocolOf(entry), service, found.Operation, found.Labels);
                bestScore = found.Score;
            }
        }

        if (best is not null)
        {
            return best;
        }

        var known = services.FirstOrDefault(IsRest) ?? services[0];
        var text = string.Create(CultureInfo.InvariantCulture, $"No operation of {known.ServiceId} is {request.Method} {request.RawPath}.");
        return CallRoute.Astray(ProtocolOf(known), catalog.Load(known), known.Speaks("rest-xml")
            ? new("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
            : new("UnknownOperationException", text, 404));
    }
}
