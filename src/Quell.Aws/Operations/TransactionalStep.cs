using Quell.Aws.Calls;
using Quell.Engine.Resources;

namespace Quell.Aws.Operations;

/// <summary>
/// One transactional operation carried out on a value of the account's state. The live account, a fork of it (a preview)
/// and a test in memory all go through here.
/// </summary>
/// <param name="Transaction">What has to be journaled; empty where the call failed.</param>
/// <param name="Result">The answer; null where the call failed.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Resources">What the trail record names.</param>
internal sealed record TransactionalStep(
    Transaction Transaction, CallResult? Result, AwsException? Error, IReadOnlyList<TrailResource> Resources)
{
    public static TransactionalStep Run(TransactionalHandler handler, ResourceSet state, Call call, IdSource ids)
    {
        var transaction = new Transaction(state, call.Time, ids);
        var context = new OperationContext(call, transaction);
        try
        {
            var output = handler(context);
            return new(transaction, new CallResult(output, context.Body), null, context.TrailResources);
        }
        catch (AwsException error)
        {
            // What the handler did before it refused is dropped with its transaction.
            return new(new Transaction(state, call.Time, ids), null, error, context.TrailResources);
        }
    }

    /// <summary>Fires a timer: its handler's changes and its own removal are one transaction.</summary>
    public static Transaction Fire(OperationTable table, ResourceSet state, Timer timer, DateTimeOffset now, IdSource ids)
    {
        var transaction = new Transaction(state, now, ids);
        transaction.State.Delete(timer.Key.Scope, Timer.ResourceType, timer.Key.Id);
        table.TimerFor(timer.Kind)(transaction, timer);
        return transaction;
    }
}
