using Microsoft.Extensions.Logging;
using Quell.Functions.Runtimes;
using Quell.Storage;

namespace Quell.Functions.Executions;

/// <summary>Invocations whose caller waits for the answer: run once, at once, and recorded when they are over.</summary>
internal sealed class AwaitedExecutions(FunctionHost host, FunctionRunner runner, Journal journal)
{
    /// <exception cref="Aws.AwsException">All of the function's reserved places are taken.</exception>
    public async Task<InvocationOutcome> Run(Function function, Invocation invocation)
    {
        if (!runner.TryReserve(function))
        {
            throw FunctionErrors.Throttled();
        }

        try
        {
            var created = host.Time.GetUtcNow();
            var outcome = await runner.Run(function, invocation).ConfigureAwait(false);
            _ = Record(Ended(function, invocation, outcome, created));
            return outcome;
        }
        finally
        {
            runner.Release(function);
        }
    }

    private Execution Ended(Function function, Invocation invocation, InvocationOutcome outcome, DateTimeOffset created) => new()
    {
        Id = invocation.RequestId,
        Target = invocation.Arn,
        Scope = function.Scope,
        EventId = invocation.Cause.EventId,
        Rule = invocation.Cause.RuleArn,
        State = outcome.Fault is null ? ExecutionState.Succeeded : outcome.Fault.IsTimeout ? ExecutionState.TimedOut : ExecutionState.Failed,
        Attempts = 1,
        Created = created,
        Next = created,
        Started = created,
        Ended = host.Time.GetUtcNow(),
        Input = Kept(invocation.Payload) ?? "null"u8.ToArray(),
        Result = Kept(outcome.Payload),
        ErrorCode = outcome.Fault?.Type,
        ErrorMessage = outcome.Fault?.Message,
    };

    /// <summary>Nobody waits for this: its caller has the answer, and no promise hangs on the record.</summary>
    private async Task Record(Execution execution)
    {
        try
        {
            await journal.Write(connection => ExecutionTable.Insert(connection, execution)).ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            host.Log.LogWarning(fault, "The execution {Execution} could not be recorded", execution.Id);
        }
    }

    /// <remarks>A bare null would become an empty payload, which is none.</remarks>
    private static ReadOnlyMemory<byte>? Kept(ReadOnlyMemory<byte> payload) => payload.Length <= 256 * 1024 ? payload : (ReadOnlyMemory<byte>?)null;
}
