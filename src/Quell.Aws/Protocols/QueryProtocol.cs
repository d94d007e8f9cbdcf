using System.Text;
using System.Xml;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>The query protocol: a form with <c>Action</c> and <c>Version</c> in, XML out (Smithy, "AWS query protocol").</summary>
internal sealed class QueryProtocol : WireProtocol
{
    public static readonly QueryProtocol Instance = new();

    public override string Name => "query";

    public override JsonObject ReadRequest(OperationModel operation, WireRequest request, IReadOnlyDictionary<string, string> labels)
    {
        if (operation.Input is not { } shape)
        {
            return JsonObject.Empty;
        }

        var input = FormShapes.Query.ReadMembers(shape, FormTree.Parse(Pairs(request)), "");

        // Queue operations may name their queue by the address that they are sent to (SQS Developer Guide, "Making Query API requests").
        return request.RawPath.Length > 1 && shape.Find("QueueUrl") is not null && !input.Has("QueueUrl")
            ? input.With("QueueUrl", $"http://{request.Headers["Host"]}{request.RawPath}")
            : input;
    }

    public override WireResponse WriteResponse(
        ServiceModel service, OperationModel operation, JsonObject output, WireBody? body, string requestId)
    {
        using var xml = new XmlShapeWriter(XmlNaming.Query, service.Entry.XmlNamespace ?? "");
        xml.Start(operation.Name + "Response");
        if (operation.ResultWrapper is { } wrapper)
        {
            xml.Start(wrapper);
        }

        if (operation.Output is { } shape)
        {
            xml.Members(shape, output, static _ => true);
        }

        if (operation.ResultWrapper is not null)
        {
            xml.End();
        }

        xml.Start("ResponseMetadata");
        xml.Text("RequestId", requestId);
        return new(200, Headers(requestId), xml.ToBody());
    }

    public override WireResponse WriteError(ServiceModel? service, WireRequest request, AwsException fault, string requestId)
    {
        var error = service?.FindError(fault.Code);
        var status = StatusOf(fault, error);
        return new(status, Headers(requestId), Error(service, fault, error, status, requestId));
    }

    /// <summary>The form of an error that the query services and most REST ones share.</summary>
    public static WireBody Error(ServiceModel? service, AwsException fault, Shape.Structure? error, int status, string requestId)
    {
        using var xml = new XmlShapeWriter(XmlNaming.Query, service?.Entry.XmlNamespace ?? "");
        xml.Start("ErrorResponse");
        xml.Start("Error");
        xml.Text("Type", status < 500 ? "Sender" : "Receiver");
        xml.Text("Code", error?.Error?.Code ?? fault.Code);
        xml.Text("Message", fault.Message);
        xml.End();
        xml.Text("RequestId", requestId);
        return xml.ToBody();
    }

    public override WireRequest WriteRequest(ServiceModel service, OperationModel operation, JsonObject input, WireBody? body) =>
        WriteForm(service, operation, input, FormShapes.Query);

    public override JsonObject ReadResponse(OperationModel operation, WireResponse response)
    {
        if (operation.Output is not { } shape)
        {
            return JsonObject.Empty;
        }

        try
        {
            var root = XmlShapeReader.Parse(response.Body.Bytes);
            var result = operation.ResultWrapper is { } wrapper ? XmlShapeReader.Child(root, wrapper) : root;
            return result is null ? JsonObject.Empty : new XmlShapeReader(XmlNaming.Query).ReadMembers(shape, result, static _ => true);
        }
        catch (Exception fault) when (fault is XmlException or FormatException)
        {
            throw Unreadable(response, fault.Message);
        }
    }

    public override AwsException ReadError(ServiceModel service, WireResponse response) => XmlErrors.Read(response);

    /// <summary>A request's pairs: of the body, or of the URL where a GET has them there.</summary>
    public static List<KeyValuePair<string, string?>> Pairs(WireRequest request)
    {
        var pairs = QueryText.Parse(request.RawQuery);
        if (request.Body.Length != 0 && request.Method == "POST")
        {
            pairs.AddRange(QueryText.Parse(Encoding.UTF8.GetString(request.Body.Bytes.Span)));
        }

        return pairs;
    }

    public static WireRequest WriteForm(ServiceModel service, OperationModel operation, JsonObject input, FormShapes shapes)
    {
        List<KeyValuePair<string, string?>> form = [new("Action", operation.Name), new("Version", service.ApiVersion)];
        if (operation.Input is { } shape)
        {
            shapes.WriteMembers(shape, input, "", form);
        }

        var headers = new WireHeaders { { "Content-Type", "application/x-www-form-urlencoded; charset=utf-8" } };
        return new("POST", "/", "", headers, WireBody.Of(QueryText.Write(form)));
    }

    private static WireHeaders Headers(string requestId) => new()
    {
        { "Content-Type", "text/xml" },
        { "x-amzn-RequestId", requestId },
    };
}
