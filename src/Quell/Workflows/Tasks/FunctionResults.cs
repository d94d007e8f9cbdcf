using System.Diagnostics.CodeAnalysis;
using System.Text;
using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Executions;

namespace Quell.Workflows.Tasks;

/// <summary>
/// What a function's answer means for the state that invoked it (developer guide, "Invoke an AWS Lambda function with Step Functions"
/// and "Handling errors in Step Functions workflows"): its error's type is the state's error, its error document the cause.
/// </summary>
internal static class FunctionResults
{
    /// <summary>Characters of a cause (API reference, SendTaskFailure).</summary>
    private const int LongestCause = 32_768;

    /// <summary>The invocation that a state with a function's ARN makes: the arguments are the event.</summary>
    public static IntegrationCall Call(TaskResource.Function function, JsonValue arguments)
    {
        var service = ServiceCatalog.Default.Get("lambda");
        var api = new IntegrationApi(
            service, service.Find("Invoke") ?? throw new InvalidDataException("The model of lambda has no Invoke."),
            MemberNames.Optimized, ServiceErrors.OfOptimized(service, "lambda"));
        return new(function, api, JsonObject.Of(("FunctionName", function.Text), ("Payload", Convert.ToBase64String(arguments.ToUtf8()))));
    }

    /// <summary>
    /// The event that <c>lambda:invoke</c> makes of its <c>Payload</c>: null is an empty object, a text that is JSON stands for what it
    /// says, and any other for itself.
    /// </summary>
    public static byte[] Event(JsonValue payload) => payload switch
    {
        JsonNull => "{}"u8.ToArray(),
        JsonString text when TryParse(Encoding.UTF8.GetBytes(text.Value), out _) => Encoding.UTF8.GetBytes(text.Value),
        _ => payload.ToUtf8(),
    };

    /// <summary>The outcome of a state with a function's ARN: its result is what the function returned.</summary>
    public static TaskOutcome OfFunction(IntegrationCall call, CallAnswer answer)
    {
        var payload = PayloadOf(answer);
        return answer.Output.Has("FunctionError") ? Failure(payload)
            : payload.Length == 0 ? TaskOutcome.Of(call.Resource, JsonValue.Null)
            : TryParse(payload, out var result) ? TaskOutcome.Of(call.Resource, result)
            : NoJson(payload);
    }

    /// <summary>The outcome of <c>lambda:invoke</c>: its result is the API's answer with the payload as JSON.</summary>
    public static TaskOutcome OfInvoke(IntegrationCall call, CallAnswer answer)
    {
        var payload = PayloadOf(answer);
        if (answer.Output.Has("FunctionError"))
        {
            return Failure(payload);
        }

        JsonValue? result = null;
        if (payload.Length > 0 && !TryParse(payload, out result))
        {
            return NoJson(payload);
        }

        var output = new AnswerWriter(call.Api.Names).Write(call.Api.Operation.Output, answer.Output, null).With("Payload", result);
        return TaskOutcome.Of(call.Resource, SdkMetadata.AddToInvoke(output, answer, payload.Length));
    }

    /// <summary>The output with a text that is JSON as what it says.</summary>
    public static JsonObject WithJson(JsonObject output, string name) =>
        output.String(name) is { } text && TryParse(Encoding.UTF8.GetBytes(text), out var value) ? output.With(name, value) : output;

    private static TaskOutcome.Failed Failure(byte[] payload)
    {
        var text = Encoding.UTF8.GetString(payload);
        return TryParse(payload, out var document) && (document as JsonObject)?.String("errorType") is { Length: > 0 } type
            ? new(type, Cut(text))
            : new("Lambda.Unknown", Cut($"The cause could not be determined because Lambda did not return an error type. Returned payload: {text}"));
    }

    private static TaskOutcome.Failed NoJson(byte[] payload) =>
        new("Lambda.Unknown", Cut($"The function's result is not JSON. Returned payload: {Encoding.UTF8.GetString(payload)}"));

    private static byte[] PayloadOf(CallAnswer answer) => answer.Body is { } body ? body.ToArray()
        : answer.Output.String("Payload") is { } text ? Convert.FromBase64String(text)
        : [];

    private static bool TryParse(byte[] json, [NotNullWhen(true)] out JsonValue? value)
    {
        try
        {
            value = JsonValue.Parse(json);
            return true;
        }
        catch (JsonSyntaxException)
        {
            // The callers say what that means.
            value = null;
            return false;
        }
    }

    private static string Cut(string cause) => cause.Length <= LongestCause ? cause : cause[..LongestCause];
}
