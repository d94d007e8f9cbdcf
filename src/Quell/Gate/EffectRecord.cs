using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Deliveries;
using Quell.Events;
using Quell.Executions;
using Quell.Storage;
using Quell.Trail;

namespace Quell.Gate;

/// <summary>
/// What is recorded of a call whose handler writes its effect itself: trail record, event, change, and the answer that an execution
/// waits for. The handler commits it with the effect, so that after a crash both are there or neither is.
/// </summary>
/// <param name="call">As it came, with the receipt of whoever waits.</param>
/// <param name="change">Null where it is none, or none that is recorded.</param>
/// <param name="render">Makes the trail record; null for a call that the trail leaves out.</param>
/// <param name="bus">Puts events on the bus.</param>
internal sealed class EffectRecord(
    Call call, Change? change, Func<CallResult?, AwsException?, TrailEntry?> render, Func<IReadOnlyList<BusEvent>, HandOver> bus) : CallReceipt
{
    private Action? _committed;

    /// <summary>Who waits for the answer; null for nobody.</summary>
    public AnswerReceipt? Answer => call.Receipt as AnswerReceipt;

    /// <summary>Whether it has been written, with the effect.</summary>
    public bool IsWritten { get; private set; }

    /// <returns>What is to be written; null for nothing.</returns>
    public JournalWrite? Prepare(CallResult? result, AwsException? error)
    {
        var entry = render(result, error);
        if (entry is null && change is null)
        {
            return null;
        }

        var handOver = entry is null ? HandOver.Done : bus([entry.Event]);
        return connection =>
        {
            entry?.Save(connection);
            change?.Ended(result, error).Save(connection);
            handOver.Write?.Invoke(connection);
            if (change is not null)
            {
                Answer?.Save(connection, result, error);
            }

            (IsWritten, _committed) = (true, handOver.Committed);
        };
    }

    /// <summary>What was written is durable.</summary>
    public void Committed() => _committed?.Invoke();
}

internal static class EffectRecords
{
    /// <summary>What a handler commits with the effect of a call that went well; null for nothing.</summary>
    public static JournalWrite? Record(this Call call, CallResult result) => (call.Receipt as EffectRecord)?.Prepare(result, null);

    /// <summary>The execution that waits for the call's answer; null for none.</summary>
    public static AnswerReceipt? Answer(this Call call) => (call.Receipt as EffectRecord)?.Answer ?? call.Receipt as AnswerReceipt;
}
