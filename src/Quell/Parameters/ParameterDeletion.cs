using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Parameters;

/// <summary>DeleteParameter and DeleteParameters: a parameter goes with all its versions.</summary>
internal static class ParameterDeletion
{
    public static JsonObject DeleteParameter(OperationContext context)
    {
        var parameter = ParameterStore.Own(context.State.Current, context.Scope, context.Input.String("Name") ?? "");
        Delete(context, parameter);
        return JsonObject.Empty;
    }

    public static JsonObject DeleteParameters(OperationContext context)
    {
        var (deleted, missing) = (new List<string>(), new List<string>());
        foreach (var name in context.Input.Array("Names").Strings)
        {
            var parameter = context.State.Get(context.Scope, ParameterStore.Type, ParameterName.IdOf(name.Trim(' ')));
            (parameter is null ? missing : deleted).Add(name);
            if (parameter is not null)
            {
                Delete(context, parameter);
            }
        }

        return JsonObject.Of(("DeletedParameters", JsonArray.From(deleted)), ("InvalidParameters", JsonArray.From(missing)));
    }

    /// <summary>Removes the parameter and says so on the bus.</summary>
    public static void Remove(Transaction transaction, Scope scope, JsonObject parameter)
    {
        foreach (var version in ParameterStore.Versions(transaction.State.Current, scope, parameter).ToList())
        {
            transaction.State.Delete(scope, ParameterStore.VersionType, ParameterStore.VersionId(version));
        }

        transaction.State.Delete(scope, ParameterStore.Type, ParameterName.IdOf(parameter.String("Name") ?? ""));
        ParameterPolicyTimers.Clear(transaction.State, scope, parameter);
        ParameterEvents.Changed(transaction, scope, parameter, "Delete");
    }

    private static void Delete(OperationContext context, JsonObject parameter)
    {
        Remove(context.Transaction, context.Scope, parameter);
        context.Touches(parameter.String("ARN") ?? "", "AWS::SSM::Parameter");
    }
}
