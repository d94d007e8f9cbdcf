using System.Text;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>REST with JSON bodies (Smithy, "AWS restJson1 protocol").</summary>
internal sealed class RestJsonProtocol : WireProtocol
{
    public static readonly RestJsonProtocol Instance = new();

    public override string Name => "rest-json";

    public override JsonObject ReadRequest(OperationModel operation, WireRequest request, IReadOnlyDictionary<string, string> labels)
    {
        if (operation.Input is not { } shape)
        {
            return JsonObject.Empty;
        }

        var bound = HttpBindings.ReadInput(operation, labels, request);
        return JsonObject.From(bound.Concat(ReadBody(shape, request.Body, JsonShapes.ForRequests)));
    }

    public override WireResponse WriteResponse(
        ServiceModel service, OperationModel operation, JsonObject output, WireBody? body, string requestId)
    {
        var headers = new WireHeaders { { "x-amzn-RequestId", requestId } };
        var status = operation.ResponseCode;
        if (operation.Output is not { } shape)
        {
            return new(status, headers, WireBody.Empty);
        }

        status = RestStatus.Of(shape, output) ?? status;
        headers["Content-Type"] = operation.HasOutputBody ? "application/octet-stream" : "application/json";
        HttpBindings.WriteHeaders(shape, output, headers);
        return new(status, headers, WriteBody(shape, output, body) ?? (status == 204 ? WireBody.Empty : WireBody.Of("{}")));
    }

    public override WireResponse WriteError(ServiceModel? service, WireRequest request, AwsException fault, string requestId)
    {
        var error = service?.FindError(fault.Code);
        var headers = new WireHeaders
        {
            { "Content-Type", "application/json" },
            { "x-amzn-RequestId", requestId },
            { "x-amzn-ErrorType", error?.Name ?? fault.Code },
        };
        return new(StatusOf(fault, error), headers, new(JsonBody.Error(fault, error, typePrefix: null).ToUtf8()));
    }

    public override WireRequest WriteRequest(ServiceModel service, OperationModel operation, JsonObject input, WireBody? body)
    {
        var headers = new WireHeaders();
        var path = new RestPath(operation.RequestUri).Fill(operation.Input, input);
        if (operation.Input is not { } shape)
        {
            return new(operation.Method, path, HttpBindings.WriteQuery(operation, input), headers, WireBody.Empty);
        }

        RestStatus.RefuseUnknown(shape, input);
        HttpBindings.WriteHeaders(shape, input, headers);
        var payload = WriteBody(shape, input, body);
        if (payload is null && shape.Members.Any(HttpBindings.IsInBody) && !operation.HasInputBody)
        {
            payload = WireBody.Of("{}");
        }

        if (payload is not null && !operation.HasInputBody && !headers.Has("Content-Type"))
        {
            headers.Add("Content-Type", "application/json");
        }

        return new(operation.Method, path, HttpBindings.WriteQuery(operation, input), headers, payload ?? WireBody.Empty);
    }

    public override JsonObject ReadResponse(OperationModel operation, WireResponse response)
    {
        if (operation.Output is not { } shape)
        {
            return JsonObject.Empty;
        }

        try
        {
            var bound = HttpBindings.ReadOutput(shape, response);
            return JsonObject.From(bound.Concat(ReadBody(shape, response.Body, JsonShapes.ForResponses)));
        }
        catch (AwsException fault) when (fault.Code is "SerializationException" or "InvalidArgument")
        {
            throw Unreadable(response, fault.Message);
        }
    }

    public override AwsException ReadError(ServiceModel service, WireResponse response) => JsonBody.ReadError(response);

    private static JsonObject ReadBody(Shape.Structure shape, WireBody body, JsonShapes shapes) => shape.Payload switch
    {
        null => shape.Members.Any(HttpBindings.IsInBody)
            ? shapes.ReadMembers(shape, JsonBody.Parse(body), HttpBindings.IsInBody)
            : JsonObject.Empty,
        { Shape: Shape.Blob } => JsonObject.Empty,
        { Shape: Shape.Structure { IsEventStream: true } } => throw new AwsException("NotImplemented", "Event streams are not supported.", 501),
        _ when body.Length == 0 => JsonObject.Empty,
        { Shape: Shape.Text } text => JsonObject.Of((text.Name, Encoding.UTF8.GetString(body.Bytes.Span))),
        { } payload => JsonObject.Of((payload.Name, shapes.Read(payload.Shape, JsonBody.Parse(body)))),
    };

    private static WireBody? WriteBody(Shape.Structure shape, JsonObject parts, WireBody? body)
    {
        switch (shape.Payload)
        {
            case { Shape: Shape.Blob }:
                return body ?? WireBody.Empty;
            case { Shape: Shape.Structure { IsEventStream: true } }:
                throw new AwsException("NotImplemented", "Event streams are not supported.", 501);
            case { } payload:
                return parts[payload.Name] switch
                {
                    null or JsonNull => null,
                    JsonString text when payload.Shape is Shape.Text => WireBody.Of(text.Value),
                    { } value => new(JsonShapes.Write(payload.Shape, value).ToUtf8()),
                };
            default:
                var members = JsonShapes.WriteMembers(shape, parts, HttpBindings.IsInBody);
                return members.Count == 0 ? null : new(members.ToUtf8());
        }
    }
}
