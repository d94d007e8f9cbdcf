using Quell.Aws;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Parameters;

namespace Quell.Commands.Hosts;

/// <summary>
/// The operations of Systems Manager on managed nodes. On AWS a node registers itself, by its agent; here a stack registers it, by
/// <see cref="OwnOperations.RegisterManagedInstance"/>, which no client can call.
/// </summary>
internal sealed class NodeOperations(HostPolicy policy)
{
    private const string Service = "ssm";

    public void AddTo(OperationTable table) => table
        .Add(Service, OwnOperations.RegisterManagedInstance.Name, RegisterManagedInstance)
        .Add(Service, "DeregisterManagedInstance", DeregisterManagedInstance);

    /// <summary>Registers a host; with <c>InstanceId</c>, gives that node other settings.</summary>
    private JsonObject RegisterManagedInstance(OperationContext context)
    {
        var (input, state) = (context.Input.Without("InstanceId").Without(ParameterStore.Tags), context.State.Current);
        if ((NodeProperties.Mistakes(input).Select(mistake => mistake.Message).FirstOrDefault() ?? policy.Fault(input.String("Host") ?? "")) is { } fault)
        {
            throw CommandErrors.Validation(fault);
        }

        var known = context.Input.String("InstanceId");
        var id = known ?? context.NewId(ManagedNode.Prefix);
        var before = state.Get(ManagedNode.KeyOf(context.Scope, id));
        if (known is not null && before is null)
        {
            throw CommandErrors.BadInstances([id], context.Scope.Account);
        }

        var isSame = before?.String("Host") == input.String("Host");
        context.State.Put(context.Scope, ManagedNode.Type, id, input
            .With("InstanceId", id)
            .With(ParameterStore.Tags, before is null ? SsmTags.Merged(JsonArray.Empty, context.Input.Array(ParameterStore.Tags)) : before[ParameterStore.Tags])
            .With("RegistrationDate", before?["RegistrationDate"] ?? context.NowText)
            .With("LastPingDateTime", before?["LastPingDateTime"] ?? context.NowText)
            .With("LostDateTime", isSame ? before?["LostDateTime"] : null));
        return JsonObject.Of(("InstanceId", id));
    }

    private static JsonObject DeregisterManagedInstance(OperationContext context)
    {
        var id = context.Input.String("InstanceId") ?? "";
        if (context.State.Current.Get(ManagedNode.KeyOf(context.Scope, id)) is null)
        {
            throw CommandErrors.BadInstances([id], context.Scope.Account);
        }

        context.State.Delete(context.Scope, ManagedNode.Type, id);
        return JsonObject.Empty;
    }
}
