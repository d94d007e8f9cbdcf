using Quell.Aws.Models;

namespace Quell.Aws.Client;

/// <summary>Where an operation of a service is reached in a region, and what its signature names.</summary>
/// <param name="Authority">Scheme, host and port: <c>https://ec2.eu-west-1.amazonaws.com</c>.</param>
internal sealed record ResolvedEndpoint(string Authority, string SigningRegion, string SigningName);

/// <summary>Finds endpoints from the models' host names, or points every service at one address.</summary>
/// <param name="fixedEndpoint">An address without a path, <c>http://127.0.0.1:5000</c>; null for AWS's own.</param>
internal sealed class EndpointResolver(ServiceCatalog catalog, string? fixedEndpoint)
{
    private readonly string? _fixed = fixedEndpoint?.TrimEnd('/');

    /// <param name="hostPrefix">Goes before the host name; not with a fixed endpoint, which has no such names.</param>
    public ResolvedEndpoint Resolve(ServiceModel service, string region, string hostPrefix)
    {
        var partition = catalog.PartitionOf(region);
        var template = service.Endpoints.GetValueOrDefault(partition.Name)?.For(region)
            ?? new EndpointTemplate($"{service.Entry.EndpointPrefix}.{{region}}.{partition.DnsSuffix}", "", "");
        var host = template.HostName.Replace("{region}", region, StringComparison.Ordinal);
        return new(
            _fixed ?? $"https://{hostPrefix}{host}",
            template.SigningRegion.Length == 0 ? region : template.SigningRegion,
            template.SigningName.Length == 0 ? service.SigningName : template.SigningName);
    }
}
