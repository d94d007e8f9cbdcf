using System.Xml;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>The ec2 protocol: the query protocol with lists always flat, other names and other errors (Smithy, "AWS EC2 query protocol").</summary>
internal sealed class Ec2Protocol : WireProtocol
{
    public static readonly Ec2Protocol Instance = new();

    public override string Name => "ec2";

    public override JsonObject ReadRequest(OperationModel operation, WireRequest request, IReadOnlyDictionary<string, string> labels)
    {
        var form = FormTree.Parse(QueryProtocol.Pairs(request));
        var input = operation.Input is null ? JsonObject.Empty : FormShapes.Ec2.ReadMembers(operation.Input, form, "");
        foreach (var (name, node) in form.Children)
        {
            if (!node.IsUsed && !IsCommon(name))
            {
                throw new AwsException("UnknownParameter", $"The parameter {name} is not recognized");
            }
        }

        return input;
    }

    public override WireResponse WriteResponse(
        ServiceModel service, OperationModel operation, JsonObject output, WireBody? body, string requestId)
    {
        using var xml = new XmlShapeWriter(XmlNaming.Ec2, service.Entry.XmlNamespace ?? "");
        xml.Start(operation.Name + "Response");
        xml.Text("requestId", requestId);
        if (operation.Output is { } shape)
        {
            xml.Members(shape, output, static _ => true);
        }
        else
        {
            // EC2 says of an operation without a result that it worked.
            xml.Text("return", "true");
        }

        return new(200, Headers(requestId), xml.ToBody());
    }

    public override WireResponse WriteError(ServiceModel? service, WireRequest request, AwsException fault, string requestId)
    {
        using var xml = new XmlShapeWriter(XmlNaming.Ec2, "");
        xml.Start("Response");
        xml.Start("Errors");
        xml.Start("Error");
        xml.Text("Code", fault.Code);
        xml.Text("Message", fault.Message);
        xml.End();
        xml.End();
        xml.Text("RequestID", requestId);
        return new(fault.Status, Headers(requestId), xml.ToBody());
    }

    public override WireRequest WriteRequest(ServiceModel service, OperationModel operation, JsonObject input, WireBody? body) =>
        QueryProtocol.WriteForm(service, operation, input, FormShapes.Ec2);

    public override JsonObject ReadResponse(OperationModel operation, WireResponse response)
    {
        if (operation.Output is not { } shape)
        {
            return JsonObject.Empty;
        }

        try
        {
            return new XmlShapeReader(XmlNaming.Ec2).ReadMembers(shape, XmlShapeReader.Parse(response.Body.Bytes), static _ => true);
        }
        catch (Exception fault) when (fault is XmlException or FormatException)
        {
            throw Unreadable(response, fault.Message);
        }
    }

    public override AwsException ReadError(ServiceModel service, WireResponse response) => XmlErrors.Read(response);

    /// <summary>Parameters that every request may have (EC2 API Reference, "Common query parameters").</summary>
    private static bool IsCommon(string name) => name is "Action" or "Version" or "DryRun" or "AWSAccessKeyId" or "Expires" or "Signature"
        or "SignatureMethod" or "SignatureVersion" or "Timestamp" or "SecurityToken" || name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase);

    private static WireHeaders Headers(string requestId) => new()
    {
        { "Content-Type", "text/xml;charset=UTF-8" },
        { "x-amzn-RequestId", requestId },
    };
}
