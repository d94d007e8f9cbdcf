using Quell.Aws.Models;

namespace Quell.Aws.Protocols;

/// <summary>Where a request leads. Exactly one of <see cref="Operation"/> and <see cref="Fault"/> is set.</summary>
/// <param name="Protocol">What the caller speaks, also where the rest is unknown: errors are written in it.</param>
/// <param name="Service">Null where the request names no service that there is.</param>
/// <param name="Operation">Null where the request names no operation that the service has.</param>
/// <param name="Fault">Why there is no operation.</param>
/// <param name="Labels">The labels of a REST path, decoded.</param>
internal sealed record CallRoute(
    WireProtocol Protocol,
    ServiceModel? Service,
    OperationModel? Operation,
    AwsException? Fault,
    IReadOnlyDictionary<string, string> Labels)
{
    private static readonly Dictionary<string, string> NoLabels = [];

    public static CallRoute To(
        WireProtocol protocol, ServiceModel service, OperationModel operation, IReadOnlyDictionary<string, string>? labels = null) =>
        new(protocol, service, operation, null, labels ?? NoLabels);

    public static CallRoute Astray(WireProtocol protocol, ServiceModel? service, AwsException fault) =>
        new(protocol, service, null, fault, NoLabels);
}
