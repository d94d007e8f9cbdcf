using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Executions;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>
/// Goes along with a call that an execution makes: whoever carries the call out writes the answer down in the commit of its
/// effect, so that after a crash the effect is known to be done and is not done again.
/// </summary>
/// <param name="signal">What the execution makes of the call's result, or of its refusal (exactly one is given).</param>
internal sealed class AnswerReceipt(long run, int pending, Func<CallResult?, AwsException?, Signal> signal) : CallReceipt
{
    /// <summary>The number of the execution that waits.</summary>
    public long Run => run;

    public int Pending => pending;

    /// <summary>In which form it wants to be told of the end of an execution that the call starts; null where it does not wait for that.</summary>
    public string? Form { get; init; }

    /// <summary>Whether an answer was written with the effect.</summary>
    public bool IsWritten { get; private set; }

    public void Save(JournalConnection connection, CallResult? result, AwsException? error)
    {
        ExecutionStore.SaveAnswer(connection, run, pending, signal(result, error));
        IsWritten = true;
    }
}
