using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>
/// One of AWS's wire protocols, in both directions. Stateless; one instance serves all. Implementations read and write the neutral
/// form: members by their model names, times as ISO 8601 texts, blobs as base64 texts, streaming payloads apart.
/// </summary>
internal abstract class WireProtocol
{
    /// <summary>As the models name it: <c>json</c>, <c>query</c>, <c>ec2</c>, <c>rest-json</c>, <c>rest-xml</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Server: what a request asks for.</summary>
    /// <exception cref="AwsException">The request is malformed; the code is the protocol's own.</exception>
    public abstract JsonObject ReadRequest(OperationModel operation, WireRequest request, IReadOnlyDictionary<string, string> labels);

    /// <summary>Server: the response to a call that succeeded.</summary>
    /// <param name="body">The payload of an operation whose output has a raw body; else null.</param>
    /// <exception cref="ArgumentException">The output is not of the operation's shape: a bug of the handler.</exception>
    public abstract WireResponse WriteResponse(
        ServiceModel service, OperationModel operation, JsonObject output, WireBody? body, string requestId);

    /// <summary>Server: the response to a call that failed.</summary>
    /// <param name="service">Null where the request did not get as far as a known service.</param>
    public abstract WireResponse WriteError(ServiceModel? service, WireRequest request, AwsException fault, string requestId);

    /// <summary>Client: the request for a call; without host, credentials and checksums.</summary>
    /// <exception cref="ArgumentException">The input is not of the operation's shape.</exception>
    public abstract WireRequest WriteRequest(ServiceModel service, OperationModel operation, JsonObject input, WireBody? body);

    /// <summary>Client: what a successful response says. A raw payload is the response's body and not in it.</summary>
    /// <exception cref="AwsException"><c>InvalidResponse</c>: the service answered something that the protocol does not allow.</exception>
    public abstract JsonObject ReadResponse(OperationModel operation, WireResponse response);

    /// <summary>Client: the error that a response with a failure's status carries.</summary>
    public abstract AwsException ReadError(ServiceModel service, WireResponse response);

    /// <summary>The status of an error: what was thrown, or the model's where that left the default of 400.</summary>
    protected static int StatusOf(AwsException fault, Shape.Structure? error) =>
        fault.Status == 400 && error?.Error is { Status: > 0 } known ? known.Status : fault.Status;

    /// <summary>The error for a response that is none of the service's: of a proxy, or cut off.</summary>
    protected static AwsException Unreadable(WireResponse response, string reason) => response.Status >= 300
        ? new(response.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), $"The service answered with status {response.Status}.", response.Status)
        : new("InvalidResponse", $"The service's answer could not be read: {reason}", 502);
}
