using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>
/// AWS JSON 1.0 and 1.1: the operation in <c>X-Amz-Target</c>, everything else in the body
/// (Smithy, "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol"; errors of former query services: "AWS query compatible").
/// </summary>
internal sealed class JsonProtocol(string version) : WireProtocol
{
    public static readonly JsonProtocol V10 = new("1.0");
    public static readonly JsonProtocol V11 = new("1.1");

    private readonly string _contentType = $"application/x-amz-json-{version}";

    public override string Name => "json";

    public static JsonProtocol Of(string? version) => version == "1.1" ? V11 : V10;

    public override JsonObject ReadRequest(OperationModel operation, WireRequest request, IReadOnlyDictionary<string, string> labels)
    {
        var body = JsonBody.Parse(request.Body);
        return operation.Input is null ? JsonObject.Empty : JsonShapes.ForRequests.ReadMembers(operation.Input, body, static _ => true);
    }

    public override WireResponse WriteResponse(
        ServiceModel service, OperationModel operation, JsonObject output, WireBody? body, string requestId)
    {
        var headers = Headers(requestId);
        if (operation.Output is null)
        {
            // Operations without an output answer with no body at all under 1.1 and with {} under 1.0 (awsQueryCompatible ones too).
            return new(200, headers, version == "1.0" ? WireBody.Of("{}") : WireBody.Empty);
        }

        return new(200, headers, new(JsonShapes.WriteMembers(operation.Output, output, static _ => true).ToUtf8()));
    }

    public override WireResponse WriteError(ServiceModel? service, WireRequest request, AwsException fault, string requestId)
    {
        var error = service?.FindError(fault.Code);
        var headers = Headers(requestId);
        var status = StatusOf(fault, error);
        if (service is { Entry.IsQueryCompatible: true })
        {
            var side = status < 500 ? "Sender" : "Receiver";
            headers["x-amzn-query-error"] = $"{error?.Error?.Code ?? fault.Code};{side}";
        }

        // JSON 1.0 names the shape with its namespace, 1.1 without.
        var prefix = version == "1.0" && service is not null ? $"com.amazonaws.{service.Name}#" : "";
        return new(status, headers, new(JsonBody.Error(fault, error, prefix).ToUtf8()));
    }

    public override WireRequest WriteRequest(ServiceModel service, OperationModel operation, JsonObject input, WireBody? body)
    {
        var headers = new WireHeaders
        {
            { "X-Amz-Target", $"{service.Entry.TargetPrefix}.{operation.Name}" },
            { "Content-Type", _contentType },
        };
        if (service.Entry.IsQueryCompatible)
        {
            headers.Add("x-amzn-query-mode", "true");
        }

        var parts = operation.Input is null ? JsonObject.Empty : JsonShapes.WriteMembers(operation.Input, input, static _ => true);
        return new("POST", "/", "", headers, new(parts.ToUtf8()));
    }

    public override JsonObject ReadResponse(OperationModel operation, WireResponse response)
    {
        if (operation.Output is null || response.Body.Length == 0)
        {
            return JsonObject.Empty;
        }

        try
        {
            return JsonShapes.ForResponses.ReadMembers(operation.Output, JsonBody.Parse(response.Body), static _ => true);
        }
        catch (AwsException fault) when (fault.Code == "SerializationException")
        {
            throw Unreadable(response, fault.Message);
        }
    }

    public override AwsException ReadError(ServiceModel service, WireResponse response)
    {
        var fault = JsonBody.ReadError(response);
        var former = response.Headers["x-amzn-query-error"]?.Split(';')[0];
        return string.IsNullOrEmpty(former) ? fault : new(former, fault.Message, fault.Status);
    }

    private WireHeaders Headers(string requestId) => new()
    {
        { "Content-Type", _contentType },
        { "x-amzn-RequestId", requestId },
    };
}
