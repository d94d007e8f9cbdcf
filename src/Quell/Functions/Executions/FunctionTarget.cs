using Quell.Aws.Operations;
using Quell.Deliveries;

namespace Quell.Functions.Executions;

/// <summary>
/// Functions as the target of a rule or subscription: the delivery becomes an execution in one commit with its own end, so that
/// each delivery makes one execution, whose id derives from it; what happens then is the execution's affair.
/// </summary>
/// <param name="seed">What the ids of this data folder derive from.</param>
internal sealed class FunctionTarget(FunctionHost host, ExecutionQueue queue, string seed) : ITarget
{
    private const string Protocol = "lambda:";

    public ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        var arn = delivery.Target.StartsWith(Protocol, StringComparison.Ordinal) ? delivery.Target[Protocol.Length..] : delivery.Target;
        if (FunctionName.FromArn(arn) is not { } name || Function.Find(host.Resources.Current, name) is null)
        {
            throw new DeliveryException("NO_RESOURCE", $"Function not found: {arn}", isTransient: false);
        }

        var now = host.Time.GetUtcNow();
        var execution = new Execution
        {
            Id = new IdSource(seed, $"delivery/{delivery.Id}").Uuid(),
            Target = arn,
            Scope = name.Scope,
            EventId = delivery.EventId,
            Rule = delivery.Source,
            Delivery = delivery.Id,
            Created = now,
            Next = now,
            Input = delivery.Payload,
        };
        return ValueTask.FromResult(new HandOver(
            connection => ExecutionTable.Insert(connection, execution),
            () => queue.Offer(execution)));
    }
}
