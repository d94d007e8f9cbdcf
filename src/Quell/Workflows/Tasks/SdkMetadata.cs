using System.Globalization;
using Quell.Aws.Client;
using Quell.Aws.Protocols;
using Quell.Aws.Signing;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Workflows.Tasks;

/// <summary>
/// <c>SdkHttpMetadata</c> and <c>SdkResponseMetadata</c>: what optimized integrations show of the HTTP exchange. The gate's calls have
/// none, so it is what the service's response would have been.
/// </summary>
internal static class SdkMetadata
{
    /// <summary>The output with both, its members in alphabetical order as AWS shows them.</summary>
    public static JsonObject Add(JsonObject output, IntegrationCall call, CallAnswer answer)
    {
        var response = AwsClient.ProtocolOf(call.Api.Service).WriteResponse(
            call.Api.Service, call.Api.Operation, answer.Output, RawPayload.Give(call.Api.Operation.Output, answer.Output), answer.RequestId);
        var body = response.Body.Bytes.Span;
        var headers = call.Service == "dynamodb"
            ? Common(answer, body.Length, response.Headers["Content-Type"], "Connection")
                .With("Server", "Server")
                .With("x-amz-crc32", ((uint)~ReflectedCrc.Crc32.Append(ReflectedCrc.Crc32.Start, body)).ToString(CultureInfo.InvariantCulture))
            : Common(answer, body.Length, response.Headers["Content-Type"], "connection");
        return Add(output, answer, headers, call.Api.Operation.ResponseCode);
    }

    /// <summary>The output of <c>lambda:invoke</c> with both.</summary>
    /// <param name="output">With the executed version and the status.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="length">Bytes of the function's answer.</param>
    public static JsonObject AddToInvoke(JsonObject output, CallAnswer answer, int length)
    {
        var headers = Common(answer, length, "application/json", "Connection")
            .With("X-Amz-Executed-Version", output["ExecutedVersion"])
            .With("X-Amz-Log-Result", output["LogResult"])
            .With("x-amzn-Remapped-Content-Length", "0")
            .With("X-Amzn-Trace-Id", TraceId(answer.RequestId));
        return Add(output, answer, headers, output.Long("StatusCode") ?? 200);
    }

    private static JsonObject Add(JsonObject output, CallAnswer answer, JsonObject headers, long status) => Sorted(
        output
            .With("SdkHttpMetadata", JsonObject.Of(
                ("AllHttpHeaders", JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)headers)
                    .Select(header => KeyValuePair.Create<string, JsonValue>(header.Key, JsonArray.From([header.Value]))))),
                ("HttpHeaders", Sorted(headers, StringComparer.OrdinalIgnoreCase)),
                ("HttpStatusCode", status)))
            .With("SdkResponseMetadata", JsonObject.Of(("RequestId", answer.RequestId))),
        StringComparer.Ordinal);

    private static JsonObject Sorted(JsonObject value, StringComparer order) =>
        JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)value).OrderBy(member => member.Key, order));

    private static JsonObject Common(CallAnswer answer, int length, string? contentType, string connection) => JsonObject.Of(
        ("x-amzn-RequestId", answer.RequestId),
        (connection, "keep-alive"),
        ("Content-Length", length.ToString(CultureInfo.InvariantCulture)),
        ("Date", Timestamps.Write(answer.Time, Timestamps.Rfc822)),
        ("Content-Type", contentType));

    /// <summary>In X-Ray's form, and nothing but the request's id.</summary>
    private static string TraceId(string requestId)
    {
        var digits = requestId.Replace("-", "", StringComparison.Ordinal).PadRight(32, '0');
        return $"Root=1-{digits[..8]}-{digits[8..32]};Sampled=0";
    }
}
