using System.Text;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Workflows.Executing;

/// <summary>
/// State machines as the target of a rule: the delivery becomes an execution in one commit with its own end, so that each delivery
/// makes one. It is called by the event's id and one of its own, as EventBridge calls those that it starts.
/// </summary>
internal sealed class WorkflowTarget(WorkflowEngine engine) : ITarget
{
    public ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        var input = Input(delivery);
        var ids = new IdSource(engine.Host.Seed, $"delivery/{delivery.Id}/execution");
        var start = new NewExecution(ids);
        var own = ids.Uuid();
        var name = $"{delivery.EventId}_{own}";
        var header = start.Header(Machine(start, delivery), WorkflowName.IsValid(name) ? name : own, null, engine.Host.Time.GetUtcNow()) with
        {
            EventId = delivery.EventId,
            Rule = delivery.Source,
            Delivery = delivery.Id,
        };
        return ValueTask.FromResult(engine.Executions.Store.Find(header.Id) is null ? engine.Executions.BeginWith(header, input) : HandOver.Done);
    }

    private ResolvedStateMachine Machine(NewExecution start, Delivery delivery)
    {
        try
        {
            return start.Resolve(engine.Host.Resources.Current, StateMachines.Parsed(delivery.Target).Scope, delivery.Target);
        }
        catch (AwsException refusal)
        {
            throw new DeliveryException("NO_RESOURCE", refusal.Message, isTransient: false, refusal);
        }
    }

    private static JsonValue Input(Delivery delivery)
    {
        try
        {
            return DataText.TryParse(Encoding.UTF8.GetString(delivery.Payload.Span), "input", out var input, out var mistake)
                ? input
                : throw new DeliveryException("SDK_CLIENT_ERROR", ExecutionErrors.InvalidInput(mistake).Message, isTransient: false);
        }
        catch (AwsException refusal)
        {
            throw new DeliveryException("SDK_CLIENT_ERROR", refusal.Message, isTransient: false, refusal);
        }
    }
}
