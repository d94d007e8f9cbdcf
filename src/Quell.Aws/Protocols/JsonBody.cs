using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>JSON bodies of requests, answers and errors: what the json and rest-json protocols share.</summary>
internal static class JsonBody
{
    /// <summary>The body's object; the empty one where there is no body.</summary>
    /// <exception cref="AwsException"><c>SerializationException</c>: it is no JSON object.</exception>
    public static JsonObject Parse(WireBody body)
    {
        if (body.Length == 0)
        {
            return JsonObject.Empty;
        }

        try
        {
            return JsonValue.Parse(body.Bytes.Span) as JsonObject
                ?? throw new AwsException("SerializationException", "Unexpected field type: the body is not a JSON object.");
        }
        catch (JsonSyntaxException fault)
        {
            throw new AwsException("SerializationException", fault.Message);
        }
    }

    /// <summary>Writes an error's members: its type, its message and nothing that would tell of the inside.</summary>
    public static JsonObject Error(AwsException fault, Shape.Structure? error, string? typePrefix)
    {
        var message = error?.Find("Message") is not null ? "Message" : "message";
        var type = error?.Name ?? fault.Code;
        return JsonObject.Of(("__type", typePrefix is null ? null : (JsonValue)(typePrefix + type)), (message, fault.Message));
    }

    /// <summary>Reads the error of an answer; its code is in the body, or in a header.</summary>
    public static AwsException ReadError(WireResponse response)
    {
        var body = response.Body.Length == 0 ? JsonObject.Empty : TryParse(response.Body) ?? JsonObject.Empty;
        var code = body.String("__type") ?? response.Headers["x-amzn-ErrorType"] ?? body.String("code") ?? body.String("Code");
        var message = body.String("message") ?? body.String("Message") ?? body.String("errorMessage") ?? "";
        code = code is null ? response.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) : PlainCode(code);
        return new(code, message, response.Status);
    }

    private static JsonObject? TryParse(WireBody body)
    {
        try
        {
            return JsonValue.Parse(body.Bytes.Span) as JsonObject;
        }
        catch (JsonSyntaxException)
        {
            // Not the service's own answer (a proxy's page): the status alone tells.
            return null;
        }
    }

    /// <summary>Codes come as <c>com.amazonaws.sqs#QueueDoesNotExist</c> and <c>NotFoundException:http://…</c> too.</summary>
    private static string PlainCode(string code)
    {
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        code = colon < 0 ? code : code[..colon];
        return code[(code.LastIndexOf('#') + 1)..];
    }
}
