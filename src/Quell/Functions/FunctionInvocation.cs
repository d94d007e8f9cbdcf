using System.Text;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Functions.Executions;
using Quell.Functions.Runtimes;

namespace Quell.Functions;

/// <summary>Invoke (Lambda API Reference): waits for the answer, or stores the invocation and answers at once.</summary>
internal sealed class FunctionInvocation(FunctionHost host, AwaitedExecutions awaited, ExecutionQueue queue)
{
    /// <summary>6 MB (Developer Guide, "Lambda quotas").</summary>
    public const int SyncLimit = 6_291_456;

    /// <summary>1 MB (Developer Guide, "Lambda quotas").</summary>
    public const int AsyncLimit = 1_048_576;

    private static readonly byte[] NoPayload = "{}"u8.ToArray();

    public async ValueTask<CallResult> Invoke(Call call, CancellationToken cancellationToken)
    {
        var name = FunctionName.Parse(call.Scope, call.Input.String("FunctionName"), call.Input.String("Qualifier"));
        var function = Function.Find(host.Resources.Current, name) ?? throw FunctionErrors.NotFound(name);
        var payload = Payload(call.Input);
        return call.Input.String("InvocationType") switch
        {
            "DryRun" => new(JsonObject.Of(("StatusCode", 204))),
            "Event" => await Store(call, function, payload).ConfigureAwait(false),
            _ => await Run(call, function, payload).ConfigureAwait(false),
        };
    }

    private async Task<CallResult> Run(Call call, Function function, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > SyncLimit)
        {
            throw TooLarge(SyncLimit);
        }

        var cause = new CallCause(call.RequestId, call.Cause?.EventId, call.Cause?.RuleArn);
        var invocation = new Invocation(call.RequestId, function.Name.QualifiedArn, payload, cause, ClientContext: ClientContext(call.Input));
        var outcome = await awaited.Run(function, invocation).ConfigureAwait(false);
        return new(JsonObject.Of(
            ("StatusCode", 200),
            ("FunctionError", outcome.Fault is null ? null : (JsonValue)"Unhandled"),
            ("LogResult", call.Input.String("LogType") == "Tail" ? (JsonValue)Convert.ToBase64String(Encoding.UTF8.GetBytes(outcome.LogTail)) : null),
            ("ExecutedVersion", function.Version),
            ("Payload", Convert.ToBase64String(outcome.Payload.Span))));
    }

    private async Task<CallResult> Store(Call call, Function function, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > AsyncLimit)
        {
            throw TooLarge(AsyncLimit);
        }

        var now = host.Time.GetUtcNow();
        await queue.Submit(new()
        {
            Id = call.RequestId,
            Target = function.Name.QualifiedArn,
            Scope = function.Scope,
            EventId = call.Cause?.EventId,
            Rule = call.Cause?.RuleArn,
            Created = now,
            Next = now,
            Input = payload,
        }).ConfigureAwait(false);
        return new(JsonObject.Of(("StatusCode", 202)));
    }

    private static Aws.AwsException TooLarge(int limit) => new(
        "RequestTooLargeException", $"Request must be smaller than {limit} bytes for the InvokeFunction operation", 413);

    private static ReadOnlyMemory<byte> Payload(JsonObject input)
    {
        if (input.String("Payload") is not { Length: > 0 } text)
        {
            return NoPayload;
        }

        var payload = Convert.FromBase64String(text);
        try
        {
            JsonValue.Parse(payload);
        }
        catch (JsonSyntaxException fault)
        {
            throw new Aws.AwsException("InvalidRequestContentException", $"Could not parse request body into json: {fault.Message}");
        }

        return payload;
    }

    private static string? ClientContext(JsonObject input)
    {
        if (input.String("ClientContext") is not { } text)
        {
            return null;
        }

        try
        {
            return JsonValue.Parse(Convert.FromBase64String(text)).ToString();
        }
        catch (Exception fault) when (fault is FormatException or JsonSyntaxException)
        {
            throw new Aws.AwsException("InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
        }
    }
}
