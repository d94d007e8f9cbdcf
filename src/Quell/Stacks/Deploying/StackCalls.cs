using System.Security.Cryptography;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Stacks.Deploying;

/// <summary>Lets a call through the gate: <see cref="Gate.CallGate.Pass"/>.</summary>
internal delegate ValueTask<CallResult> CallPass(Call call, CancellationToken cancellationToken);

/// <summary>
/// The calls of one step of a stack's operation (create this resource, delete that one). A call's request id and the ids it
/// makes derive from the step and the call itself, so that a step that a crash interrupted, begun again, finds what its calls
/// have already done and does not do it twice.
/// </summary>
/// <param name="owner">Names the step: <c>operation/action/logical id</c>.</param>
internal sealed class StackCalls(StackWorld world, StackOperation operation, Stack stack, string owner, CallMemory memory, CancellationToken cancellationToken)
{
    private const string Service = "cloudformation.amazonaws.com";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly Dictionary<string, int> _repeats = new(StringComparer.Ordinal);

    public Scope Scope => stack.Key.Scope;

    /// <exception cref="AwsException">The service refused.</exception>
    public async Task<JsonObject> Send(string service, string action, JsonObject input)
    {
        var call = Next(service, action, input);
        return memory.ResultOf(call.RequestId) ?? (await world.Pass(call, cancellationToken).ConfigureAwait(false)).Output;
    }

    /// <summary>Reads a text (UTF-8) that a call answers with as its payload.</summary>
    /// <exception cref="AwsException">The service refused, or the text is longer than so many bytes.</exception>
    public async Task<string> Read(string service, string action, JsonObject input, int longest)
    {
        var result = await world.Pass(Next(service, action, input), cancellationToken).ConfigureAwait(false);
        var slices = result.Body ?? [];
        if (slices.Sum(slice => slice.Length) > longest)
        {
            throw new AwsException("ValidationError", $"What {service}:{action} answers with is longer than {longest} bytes.");
        }

        using var reader = new StreamReader(world.Payload(slices));
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private Call Next(string service, string action, JsonObject input)
    {
        var name = $"stack/{stack.Id}/{owner}/{service}:{action}/{HashOf(input)}";
        var repeat = _repeats[name] = _repeats.GetValueOrDefault(name) + 1;
        var ids = $"{name}/{repeat}";
        return new Call
        {
            RequestId = new IdSource(world.Seed, ids).Uuid(),
            Service = service,
            Operation = action,
            Input = input,
            Scope = Scope,
            Principal = operation.Principal with { InvokedBy = Service },
            Time = world.Time.GetUtcNow(),
            SourceIp = Service,
            UserAgent = Service,
            Host = operation.Host,
            IdOwner = ids,
            Cause = new CallCause(ExecutionId: null, StackId: stack.Id),
        };
    }

    /// <summary>Repeats a read until it says so.</summary>
    public async Task Until(Func<Task<bool>> condition)
    {
        while (!await condition().ConfigureAwait(false))
        {
            await Task.Delay(Pause, world.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string HashOf(JsonObject input) => Convert.ToHexStringLower(SHA256.HashData(JsonWriting.ToCanonicalUtf8(input)))[..16];
}
