using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Parameters;

/// <summary>Lets a parameter's policies act when they are due: one durable timer for each.</summary>
internal static class ParameterPolicyTimers
{
    public const string Kind = "ssm:parameter-policy";

    /// <summary>Sets the timers of the parameter's policies in place of those that it had.</summary>
    public static void Set(Transaction transaction, Scope scope, JsonObject parameter)
    {
        Clear(transaction.State, scope, parameter);
        var policies = parameter.Array("Policies");
        Timestamps.TryRead(parameter.String("LastModifiedDate") ?? "", out var modified);
        for (var position = 0; position < policies.Count; position++)
        {
            if (policies[position] is JsonObject policy && policy.String("PolicyStatus") == ParameterPolicies.Pending)
            {
                var data = JsonObject.Of(("Id", IdOf(parameter)), ("Position", position));
                Timer.Set(transaction.State, KeyOf(scope, parameter, position), ParameterPolicies.Due(policy, policies, modified), Kind, data);
            }
        }
    }

    public static void Clear(ResourceEdit state, Scope scope, JsonObject parameter)
    {
        var prefix = KeyOf(scope, parameter, 0).Id[..^1];
        foreach (var id in state.Current.List(scope, Timer.ResourceType).Keys.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            state.Delete(scope, Timer.ResourceType, id);
        }
    }

    public static void Fire(Transaction transaction, Timer timer)
    {
        var scope = timer.Key.Scope;
        var position = (int)(timer.Data.Long("Position") ?? 0);
        if (transaction.State.Get(scope, ParameterStore.Type, timer.Data.String("Id") ?? "") is not { } parameter
            || parameter.Array("Policies").Items.ElementAtOrDefault(position) is not JsonObject policy)
        {
            return;
        }

        ParameterEvents.Acted(transaction, scope, parameter, policy);
        if (policy.String("PolicyType") == ParameterPolicies.Expiration)
        {
            ParameterDeletion.Remove(transaction, scope, parameter);
            return;
        }

        var finished = policy.With("PolicyStatus", ParameterPolicies.Finished);
        var policies = parameter.Array("Policies").Items.SetItem(position, finished);
        transaction.State.Put(scope, ParameterStore.Type, IdOf(parameter), parameter.With("Policies", new JsonArray(policies)));
    }

    private static string IdOf(JsonObject parameter) => ParameterName.IdOf(parameter.String("Name") ?? "");

    private static ResourceKey KeyOf(Scope scope, JsonObject parameter, int position) => new(scope, Timer.ResourceType, $"{Kind} {IdOf(parameter)} {position}");
}
