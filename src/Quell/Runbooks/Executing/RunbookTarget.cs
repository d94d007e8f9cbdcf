using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Functions;
using Quell.Runbooks.Running;

namespace Quell.Runbooks.Executing;

/// <summary>
/// Runbooks as the target of a rule (EventBridge User Guide, "Systems Manager Automation as a target"): what the delivery brings are
/// the parameters, the target's role starts the execution. The execution begins in one commit with the delivery's end.
/// </summary>
/// <param name="withoutRole">Whom an execution acts as where the target has no role; null where that is not allowed.</param>
internal sealed class RunbookTarget(ResourceStore store, DurableExecutions executions, NewAutomation automations, Func<Scope, Principal?> withoutRole, TimeProvider time, string seed) : ITarget
{
    public ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        if (!Arn.TryParse(delivery.Target, out var arn))
        {
            throw new DeliveryException("SDK_CLIENT_ERROR", $"{delivery.Target} is no ARN.", isTransient: false);
        }

        var scope = new Scope(arn.Account, arn.Region);
        var id = new IdSource(seed, $"delivery/{delivery.Id}/automation").Uuid();
        if (executions.Store.Find(AutomationArn.Of(scope, id)) is not null)
        {
            return ValueTask.FromResult(HandOver.Done);
        }

        try
        {
            var request = new AutomationRequest { DocumentName = delivery.Target, Parameters = Parameters(delivery) };
            var (header, input) = automations.Make(request, Caller(delivery, scope), scope, id);
            return ValueTask.FromResult(executions.BeginWith(header with { EventId = delivery.EventId, Rule = delivery.Source, Delivery = delivery.Id }, input));
        }
        catch (AwsException refusal)
        {
            throw new DeliveryException(refusal.Code.Contains("NotFound", StringComparison.Ordinal) ? "NO_RESOURCE" : "SDK_CLIENT_ERROR", refusal.Message, isTransient: false, refusal);
        }
    }

    private Principal Caller(Delivery delivery, Scope scope) => delivery.Spec.String("RoleArn") is { } role
        ? ExecutionRole.Session(store.Current, role, $"{delivery.Id}", scope, time.GetUtcNow())
        : withoutRole(scope) ?? throw new DeliveryException(
            "NO_PERMISSIONS", "The target has no role: give it a RoleArn, or start Quell with --allow-no-role to run such runbooks as the account's administrator.", isTransient: false);

    /// <summary>An object of parameters; one value is as good as a list of one.</summary>
    private static JsonObject Parameters(Delivery delivery)
    {
        try
        {
            return JsonValue.Parse(delivery.Payload.Span) is JsonObject parameters
                ? JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)parameters).Select(parameter => KeyValuePair.Create(parameter.Key, List(parameter.Value))))
                : throw new DeliveryException("SDK_CLIENT_ERROR", "What a runbook is started with is an object of its parameters: {\"InstanceId\": [\"i-…\"]}.", isTransient: false);
        }
        catch (JsonSyntaxException fault)
        {
            throw new DeliveryException("SDK_CLIENT_ERROR", $"The input of the runbook is not JSON: {fault.Message}", isTransient: false, fault);
        }
    }

    private static JsonValue List(JsonValue value) => value is JsonArray ? value : JsonArray.From([(JsonValue)ParameterMap.Plain(value)]);
}
