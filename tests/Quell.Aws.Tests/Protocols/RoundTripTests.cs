using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;
using Xunit.Abstractions;

namespace Quell.Aws.Tests.Protocols;

/// <summary>What the client's side writes, the server's side reads, and the other way round, for every operation of every service.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_request_and_every_response_comes_back_as_it_went()
    {
        var server = new WireServer(ServiceCatalog.Default);
        var faults = new List<string>();
        var count = 0;
        foreach (var entry in ServiceCatalog.Default.Services)
        {
            var service = ServiceCatalog.Default.Load(entry);
            foreach (var protocol in entry.Protocols.Select(name => ProtocolOf(name, entry)).OfType<WireProtocol>())
            {
                foreach (var operation in service.Operations.Values)
                {
                    count++;
                    if ((CheckRequest(server, service, protocol, operation) ?? CheckResponse(service, protocol, operation)) is { } fault)
                    {
                        faults.Add($"{service.Name}.{operation.Name} in {protocol.Name}: {fault}");
                    }
                }
            }
        }

        output.WriteLine($"{count} operations");
        faults.Take(30).ToList().ForEach(output.WriteLine);
        faults.ShouldBeEmpty();
    }

    private static string? CheckRequest(WireServer server, ServiceModel service, WireProtocol protocol, OperationModel operation)
    {
        if (SampleValues.Of(operation.Input) is not { } input)
        {
            return null;
        }

        var request = protocol.WriteRequest(service, operation, input, null);
        var route = server.Route(service.SigningName, request);
        if (route.Operation is null)
        {
            return route.Fault?.Message;
        }

        // Services that share a signing name may share a path too (greengrass), and S3 has an old and a new operation on some.
        return route.Operation == operation
            ? Difference(input, WireServer.Read(route, request))
            : WithoutLabels(route.Operation) == WithoutLabels(operation) ? null : $"routed to {route.Operation.Name}";
    }

    private static string? CheckResponse(ServiceModel service, WireProtocol protocol, OperationModel operation)
    {
        var takesEveryHeader = operation.Output?.Members.Any(member => member is { Location: MemberLocation.Headers, LocationName: null or "" }) == true;
        if (SampleValues.Of(operation.Output) is not { } expected || operation.Name == "GetBucketNotification" || takesEveryHeader)
        {
            return null;
        }

        return Difference(expected, protocol.ReadResponse(operation, protocol.WriteResponse(service, operation, expected, null, "id")));
    }

    private static string WithoutLabels(OperationModel operation) =>
        string.Join('/', operation.RequestUri.TrimEnd('/').Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment));

    private static string? Difference(JsonObject expected, JsonObject actual) => expected.Equals(actual) ? null : $"expected {expected}, was {actual}";

    private static WireProtocol? ProtocolOf(string name, ServiceEntry entry) => name switch
    {
        "json" => JsonProtocol.Of(entry.JsonVersion),
        "query" => QueryProtocol.Instance,
        "ec2" => Ec2Protocol.Instance,
        "rest-json" => RestJsonProtocol.Instance,
        "rest-xml" => RestXmlProtocol.Instance,
        _ => null,
    };
}
