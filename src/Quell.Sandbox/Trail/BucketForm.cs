using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>
/// S3's form: the bucket and key, the host, an empty mark for the sub-resource (<c>"encryption": ""</c>), query parameters
/// and <c>x-amz-</c> headers by their names, the body's XML under its root; no response.
/// </summary>
internal sealed class BucketForm : TrailForm
{
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public override JsonObject? Request(OperationModel operation, Call call) =>
        JsonObject.From([.. Marks(operation), .. Parameters(operation, call), new("Host", call.Host)]);

    /// <summary>S3 answers a change without a body, and what its headers say is recorded for data events alone.</summary>
    public override JsonObject? Response(OperationModel operation, Call call, JsonObject output) => null;

    public override JsonObject? Additional(Call call) => call.Principal.AccessKeyId is null
        ? null
        : JsonObject.Of(("SignatureVersion", "SigV4"), ("AuthenticationMethod", "AuthHeader"));

    private static IEnumerable<KeyValuePair<string, JsonValue>> Marks(OperationModel operation)
    {
        var query = operation.RequestUri.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? []
            : from part in operation.RequestUri[(query + 1)..].Split('&')
              let sides = part.Split('=', 2)
              where sides[0] != "x-id"
              select KeyValuePair.Create(sides[0], (JsonValue)(sides.Length == 2 ? sides[1] : ""));
    }

    private static IEnumerable<KeyValuePair<string, JsonValue>> Parameters(OperationModel operation, Call call)
    {
        foreach (var member in operation.Input?.Members ?? [])
        {
            if (call.Input[member.Name] is { } value && Parameter(operation, member, value) is { } parameter)
            {
                yield return parameter;
            }
        }
    }

    private static KeyValuePair<string, JsonValue>? Parameter(OperationModel operation, Member member, JsonValue value) => member switch
    {
        { Name: "SSECustomerKey" or "CopySourceSSECustomerKey" } => null,
        { Location: MemberLocation.Uri, Name: "Bucket" } => new("bucketName", value),
        { Location: MemberLocation.Uri } => new(Lower(member.Name), value),
        { Location: MemberLocation.QueryString } => new(member.WireName, TextOf(value)),
        { Location: MemberLocation.Header } when member.WireName.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) =>
            new(member.WireName, TextOf(value)),
        { Name: "Policy" } when operation.Name == "PutBucketPolicy" && value is JsonString text => new("bucketPolicy", Document(text)),
        { Location: MemberLocation.Body, Shape: Shape.Structure shape } when value is JsonObject body =>
            new(member.WireName, JsonObject.Of(("xmlns", Namespace)).Merge(XmlForm.Structure(shape, body))),
        _ => null,
    };

    private static JsonValue TextOf(JsonValue value) => value is JsonString ? value : value.ToString();

    private static JsonValue Document(JsonString text)
    {
        try
        {
            return JsonValue.Parse(text.Value);
        }
        catch (JsonSyntaxException)
        {
            return text;
        }
    }
}
