using System.Collections.Concurrent;
using System.Collections.Frozen;
using Quell.Aws.Models;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Tasks;

/// <summary>The operation that an integration calls, and how its parts are named in workflows.</summary>
internal sealed record IntegrationApi(ServiceModel Service, OperationModel Operation, MemberNames Names, ServiceErrors Errors)
{
    /// <summary>
    /// Services by their name in <c>aws-sdk</c> integrations, which is the SDK for Java's package: <c>sfn</c>, <c>eventbridge</c>,
    /// <c>cloudwatchlogs</c>.
    /// </summary>
    private static readonly Lazy<FrozenDictionary<string, ServiceEntry>> SdkServices = new(() => ServiceCatalog.Default.Services
        .GroupBy(service => SdkNames.Service(service.ServiceId).ToLowerInvariant(), StringComparer.Ordinal)
        .ToFrozenDictionary(named => named.Key, named => named.First(), StringComparer.Ordinal));

    // Only of what there is, so that made-up names do not pile up.
    private static readonly ConcurrentDictionary<string, IntegrationApi> Known = new(StringComparer.Ordinal);

    /// <summary>The integration's operation; null where there is none that could be called, and for <c>http:invoke</c>.</summary>
    public static IntegrationApi? Find(TaskResource.Integration resource)
    {
        var key = $"{resource.ResourceType}:{resource.Action}";
        if (Known.TryGetValue(key, out var known))
        {
            return known;
        }

        var found = resource.IsSdk ? FindSdk(resource.Service, resource.Action) : FindOptimized(resource.Service, resource.Action);
        return found is null ? null : Known.GetOrAdd(key, found);
    }

    /// <summary>
    /// Why the resource cannot be called, for the validator of definitions; null where it can. <see cref="TaskResource.TryParse"/>
    /// has looked at everything else.
    /// </summary>
    public static string? Check(TaskResource resource) =>
        resource is TaskResource.Integration { Service: not "http" } integration && Find(integration) is null
            ? TaskResource.Unrecognized(resource.Text)
            : null;

    private static IntegrationApi? FindSdk(string name, string action) =>
        SdkServices.Value.TryGetValue(name, out var entry) && ServiceCatalog.Default.Load(entry) is var service
        && OperationOf(service, action) is { } operation
            ? new(service, operation, MemberNames.Sdk, ServiceErrors.OfSdk(service))
            : null;

    private static IntegrationApi? FindOptimized(string name, string action) =>
        ServiceCatalog.Default.Find((name, action) switch
        {
            ("states", _) => "stepfunctions",
            ("bedrock", "invokeModel") => "bedrock-runtime",
            _ => name,
        }) is { } service && OperationOf(service, action) is { } operation
            ? new(service, operation, MemberNames.Optimized, ServiceErrors.OfOptimized(service, name))
            : null;

    /// <summary>The operation of that action; one that streams events is none a workflow could use.</summary>
    private static OperationModel? OperationOf(ServiceModel service, string action) =>
        service.Operations.Values.FirstOrDefault(operation => SdkNames.Action(operation.Name) == action && !Streams(operation.Input) && !Streams(operation.Output));

    private static bool Streams(Shape.Structure? shape) =>
        shape is not null && shape.Members.Any(member => member.Shape is Shape.Structure { IsEventStream: true });
}
