using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Quell.Connections;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Tasks;

/// <summary>Carries out <c>http:invoke</c> (developer guide, "Call HTTPS APIs in Step Functions workflows"). Safe for any number of threads.</summary>
internal sealed class HttpTask(ConnectedRequests requests)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Sends the request and says what came of it; whatever the endpoint does, that is an outcome.</summary>
    /// <param name="exchange">Is told what was sent and answered; null for nobody.</param>
    public async ValueTask<TaskOutcome> Run(
        TaskResource.Integration resource, JsonValue arguments, string region, CancellationToken cancellationToken, HttpExchange? exchange = null)
    {
        if (!HttpArguments.TryRead(arguments, region, out var call, out var failure))
        {
            return failure;
        }

        try
        {
            exchange?.Asks(call.Request);
            var answer = await requests.Send(call.ConnectionArn, call.Request, cancellationToken, exchange is null ? null : exchange.Sends).ConfigureAwait(false);
            answer = answer.IsTokenStale
                ? await requests.Send(call.ConnectionArn, call.Request, cancellationToken, exchange is null ? null : exchange.Sends).ConfigureAwait(false)
                : answer;
            exchange?.Receives(answer);
            return Outcome(resource, answer);
        }
        catch (EndpointException fault)
        {
            return Failure(fault);
        }
    }

    /// <summary>What an answer means.</summary>
    public static TaskOutcome Outcome(TaskResource.Integration resource, EndpointAnswer answer)
    {
        if (answer.Body.Length > TaskOutcome.LargestResult)
        {
            return TaskOutcome.TooLarge(resource);
        }

        var type = MediaTypeHeaderValue.TryParse(answer.Header("Content-Type"), out var header) ? header.MediaType : null;
        if (IsBinary(type) || !TryDecode(answer.Body, out var text))
        {
            return new TaskOutcome.Failed("States.Runtime", $"The response cannot be read as text; its content type is {type ?? "not known"}.");
        }

        if (answer.Status is < 200 or > 299)
        {
            var status = answer.Status.ToString(CultureInfo.InvariantCulture);
            return new TaskOutcome.Failed($"States.Http.StatusCode.{status}", text.Length > 0 ? text : answer.Reason);
        }

        return TaskOutcome.Of(resource, JsonObject.Of(
            ("Headers", JsonObject.From(answer.Headers.Select(field =>
                KeyValuePair.Create<string, JsonValue>(field.Key.ToLowerInvariant(), JsonArray.From([(JsonValue)field.Value]))))),
            ("ResponseBody", BodyOf(text, type)),
            ("StatusCode", answer.Status),
            ("StatusText", answer.Reason)));
    }

    /// <summary>What it means that there was no answer.</summary>
    public static TaskOutcome.Failed Failure(EndpointException fault) => new(
        fault.Fault switch
        {
            EndpointFault.NoConnection => "Events.ConnectionResource.ResourceNotFound",
            EndpointFault.NotAuthorized => "Events.ConnectionResource.InvalidConnectionState",
            EndpointFault.Refused => "States.Runtime",
            _ => "States.Http.Socket",
        },
        fault.Message);

    private static JsonValue BodyOf(string text, string? type)
    {
        if (type is null || !(type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
        {
            return text;
        }

        try
        {
            return JsonValue.Parse(text);
        }
        catch (JsonSyntaxException)
        {
            // It says it were JSON and is none: the text is all there is to show.
            return text;
        }
    }

    private static bool IsBinary(string? type) => type is not null
        && (type.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase));

    private static bool TryDecode(ReadOnlyMemory<byte> body, out string text)
    {
        try
        {
            text = Strict.GetString(body.Span);
            return true;
        }
        catch (DecoderFallbackException)
        {
            // Binary: the caller says so.
            text = "";
            return false;
        }
    }
}
