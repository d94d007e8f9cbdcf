using System.Text;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>
/// The server's side of AWS's protocols: <see cref="Route"/>, then <see cref="Read"/>, then one of <see cref="Write"/> and
/// <see cref="WriteError"/>. Safe for any number of threads; nothing here touches a socket.
/// </summary>
internal sealed class WireServer(ServiceCatalog catalog)
{
    private readonly CallRouter _router = new(catalog);

    /// <inheritdoc cref="CallRouter.Route"/>
    /// <remarks>The body must be in memory, save for S3, whose object payloads may stay a stream.</remarks>
    public CallRoute Route(string? signingName, WireRequest request, string? bucket = null) => _router.Route(signingName, request, bucket);

    /// <summary>
    /// The input of a call, in the neutral form. A raw payload (<see cref="OperationModel.HasInputBody"/>) is not in it: it is the
    /// request's body.
    /// </summary>
    /// <exception cref="AwsException">The request led nowhere, or is malformed.</exception>
    public static JsonObject Read(CallRoute route, WireRequest request)
    {
        if (route.Operation is not { } operation)
        {
            throw route.Fault ?? new AwsException("InvalidAction", "The request names no operation.");
        }

        try
        {
            return route.Protocol.ReadRequest(operation, request, route.Labels);
        }
        catch (DecoderFallbackException)
        {
            throw new AwsException("SerializationException", "The request is not valid UTF-8.");
        }
    }

    /// <summary>The response to a call that succeeded.</summary>
    /// <param name="body">The payload where <see cref="OperationModel.HasOutputBody"/>; else null.</param>
    public static WireResponse Write(CallRoute route, JsonObject output, WireBody? body, string requestId) => route switch
    {
        { Service: { } service, Operation: { } operation } => route.Protocol.WriteResponse(service, operation, output, body, requestId),
        _ => throw new ArgumentException("A request that led nowhere has no response but its error.", nameof(route)),
    };

    /// <summary>The response to a call that failed, also to one that led nowhere.</summary>
    public static WireResponse WriteError(CallRoute route, WireRequest request, AwsException fault, string requestId) =>
        route.Protocol.WriteError(route.Service, request, fault, requestId);
}
