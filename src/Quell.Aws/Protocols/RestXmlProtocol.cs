using System.Text;
using System.Xml;
using System.Xml.Linq;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>REST with XML bodies (Smithy, "AWS restXml protocol"): S3, Route 53, CloudFront. S3's peculiarities are in <see cref="S3Xml"/>.</summary>
internal sealed class RestXmlProtocol : WireProtocol
{
    public static readonly RestXmlProtocol Instance = new();

    private static readonly XmlShapeReader Reader = new(XmlNaming.RestXml);

    /// <summary>The status of an answer that holds a part of the content (RFC 9110, section 15.3.7); no model says it.</summary>
    private const int PartialContent = 206;

    public override string Name => "rest-xml";

    public override JsonObject ReadRequest(OperationModel operation, WireRequest request, IReadOnlyDictionary<string, string> labels)
    {
        if (operation.Input is not { } shape)
        {
            return JsonObject.Empty;
        }

        try
        {
            return JsonObject.From(HttpBindings.ReadInput(operation, labels, request).Concat(ReadBody(shape, request.Body, RootOf(operation, shape))));
        }
        catch (Exception fault) when (fault is XmlException or FormatException)
        {
            throw new AwsException(
                "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    public override WireResponse WriteResponse(
        ServiceModel service, OperationModel operation, JsonObject output, WireBody? body, string requestId)
    {
        var headers = Headers(service, requestId);
        var status = operation.ResponseCode;
        if (operation.Output is not { } shape)
        {
            return new(status, headers, WireBody.Empty);
        }

        RestStatus.RefuseUnknown(shape, output);
        HttpBindings.WriteHeaders(shape, output, headers);
        status = RestStatus.Of(shape, output) ?? (output.Has("ContentRange") ? PartialContent : status);
        if (operation.HasOutputBody)
        {
            return new(status, Typed(headers, "application/octet-stream"), body ?? WireBody.Empty);
        }

        var root = service.Name == "s3" ? S3Xml.RootOf(operation) : shape.Name;
        var payload = status == 204 ? null : WriteBody(shape, output, root, service.XmlNamespace, isAnswer: true);
        return new(status, payload is null ? headers : Typed(headers, "application/xml"), payload ?? WireBody.Empty);
    }

    public override WireResponse WriteError(ServiceModel? service, WireRequest request, AwsException fault, string requestId)
    {
        var error = service?.FindError(fault.Code);
        var status = StatusOf(fault, error);
        var headers = Typed(Headers(service, requestId), "application/xml");
        if (request.Method == "HEAD" || status == 304)
        {
            return new(status, headers, WireBody.Empty);
        }

        return new(status, headers, service is null or { Name: "s3" }
            ? S3Xml.Error(fault, request, requestId)
            : QueryProtocol.Error(service, fault, error, status, requestId));
    }

    public override WireRequest WriteRequest(ServiceModel service, OperationModel operation, JsonObject input, WireBody? body)
    {
        var headers = new WireHeaders();
        var path = new RestPath(operation.RequestUri).Fill(operation.Input, input);
        var query = HttpBindings.WriteQuery(operation, input);
        if (operation.Input is not { } shape)
        {
            return new(operation.Method, path, query, headers, WireBody.Empty);
        }

        RestStatus.RefuseUnknown(shape, input);
        HttpBindings.WriteHeaders(shape, input, headers);
        if (operation.HasInputBody)
        {
            return new(operation.Method, path, query, headers, body ?? WireBody.Empty);
        }

        var root = operation.InputRoot ?? shape.Name;
        var payload = WriteBody(shape, input, root, operation.InputXmlNamespace ?? service.XmlNamespace, isAnswer: false);
        return new(operation.Method, path, query, headers, payload ?? WireBody.Empty);
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
            return S3Xml.ReadLocation(operation, response)
                ?? JsonObject.From(bound.Concat(ReadBody(shape, response.Body, root: null)));
        }
        catch (Exception fault) when (fault is XmlException or FormatException or AwsException { Code: "InvalidArgument" })
        {
            throw Unreadable(response, fault.Message);
        }
    }

    public override AwsException ReadError(ServiceModel service, WireResponse response) => XmlErrors.Read(response);

    /// <summary>The root element that a request's body has.</summary>
    private static string RootOf(OperationModel operation, Shape.Structure shape) =>
        shape.Payload is { } payload ? payload.LocationName ?? payload.Shape.Name : operation.InputRoot ?? shape.Name;

    /// <param name="root">The only root element that is taken; null takes any.</param>
    private static JsonObject ReadBody(Shape.Structure shape, WireBody body, string? root) => shape.Payload switch
    {
        { Shape: Shape.Blob } => JsonObject.Empty,
        _ when body.Length == 0 => JsonObject.Empty,
        { Shape: Shape.Structure { IsEventStream: true } } => throw new AwsException("NotImplemented", "Event streams are not supported.", 501),
        { Shape: Shape.Text } text => JsonObject.Of((text.Name, Encoding.UTF8.GetString(body.Bytes.Span))),
        { } payload => JsonObject.Of((payload.Name, Reader.Read(payload, Root(body, root)))),
        null => shape.Members.Any(HttpBindings.IsInBody)
            ? Reader.ReadMembers(shape, Root(body, root), HttpBindings.IsInBody)
            : JsonObject.Empty,
    };

    private static XElement Root(WireBody body, string? name) =>
        XmlShapeReader.Parse(body.Bytes) is var root && (name is null || root.Name.LocalName == name)
            ? root
            : throw new XmlException($"The root element is {root.Name.LocalName}, not {name}.");

    private static WireBody? WriteBody(Shape.Structure shape, JsonObject parts, string root, string xmlNamespace, bool isAnswer)
    {
        if (shape.Payload is { } payload)
        {
            return parts[payload.Name] switch
            {
                null or JsonNull => null,
                JsonString text when payload.Shape is Shape.Text => WireBody.Of(text.Value),
                { } value => WritePayload(payload, value, xmlNamespace),
            };
        }

        var isEmpty = !shape.Members.Any(member => HttpBindings.IsInBody(member) && (isAnswer || parts.Has(member.Name)));
        if (isEmpty)
        {
            return null;
        }

        using var xml = new XmlShapeWriter(XmlNaming.RestXml, xmlNamespace);
        xml.Start(root);
        if (root == S3Xml.LocationRoot)
        {
            xml.Content(parts.String(S3Xml.LocationRoot) ?? "");
        }
        else
        {
            xml.Members(shape, parts, HttpBindings.IsInBody);
        }

        return xml.ToBody();
    }

    private static WireBody WritePayload(Member payload, JsonValue value, string xmlNamespace)
    {
        using var xml = new XmlShapeWriter(XmlNaming.RestXml, xmlNamespace);
        xml.Element(payload.LocationName ?? payload.Shape.Name, payload, value);
        return xml.ToBody();
    }

    private static WireHeaders Typed(WireHeaders headers, string contentType)
    {
        if (!headers.Has("Content-Type"))
        {
            headers.Add("Content-Type", contentType);
        }

        return headers;
    }

    private static WireHeaders Headers(ServiceModel? service, string requestId) => service is { Name: not "s3" }
        ? new() { { "x-amzn-RequestId", requestId } }
        : new() { { "x-amz-request-id", requestId }, { "x-amz-id-2", requestId } };
}
