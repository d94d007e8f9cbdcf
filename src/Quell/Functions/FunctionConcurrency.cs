using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Functions;

/// <summary>PutFunctionConcurrency, GetFunctionConcurrency and DeleteFunctionConcurrency.</summary>
internal static class FunctionConcurrency
{
    private const string Member = "ReservedConcurrentExecutions";

    public static JsonObject PutFunctionConcurrency(OperationContext context)
    {
        var function = context.ExistingLatest();
        var reserved = context.Input.Long(Member) ?? 0;
        if (reserved < 0)
        {
            throw FunctionErrors.Constraint("reservedConcurrentExecutions", $"{reserved}", "Member must have value greater than or equal to 0");
        }

        context.Put(function with { Value = function.Value.With(Member, reserved) });
        return JsonObject.Of((Member, reserved));
    }

    public static JsonObject GetFunctionConcurrency(OperationContext context) =>
        JsonObject.Of((Member, context.ExistingLatest().Value[Member]));

    public static JsonObject DeleteFunctionConcurrency(OperationContext context)
    {
        var function = context.ExistingLatest();
        context.Put(function with { Value = function.Value.Without(Member) });
        return JsonObject.Empty;
    }
}
