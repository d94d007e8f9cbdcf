using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>
/// Deletes a stack and waits until it is gone ("aws:deleteStack"). What it waits for is the stack's id, asked for beforehand: another
/// stack may get the name.
/// </summary>
internal sealed class AwsDeleteStack() : RunbookAction("aws:deleteStack")
{
    private const string Stack = "stack";
    private const string IsDeleting = "isDeleting";

    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit) =>
        visit.Call("cloudformation", "DescribeStacks", JsonObject.Of(("StackName", visit.Inputs.Text("StackName"))));

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        if (work.Spec.String("api") == "DeleteStack")
        {
            visit.Progress = visit.Progress.With(IsDeleting, true);
            Due(visit);
            return;
        }

        var stack = (output as JsonObject)?.Array("Stacks").Objects.FirstOrDefault() ?? JsonObject.Empty;
        if (visit.Progress.Bool(IsDeleting) != true)
        {
            visit.Progress = visit.Progress.With(Stack, stack.String("StackId") ?? visit.Inputs.Text("StackName"));
            visit.Call("cloudformation", "DeleteStack", Parameters(visit.Inputs));
            return;
        }

        switch (stack.String("StackStatus"))
        {
            case "DELETE_COMPLETE":
                visit.Succeed(JsonObject.Empty);
                break;
            case "DELETE_FAILED":
                throw Poll.Failure($"Stack {visit.Progress.String(Stack)} entered unexpected state: DELETE_FAILED. {stack.String("StackStatusReason")}".TrimEnd());
            default:
                Poll.Wait(visit);
                break;
        }
    }

    /// <summary>A stack that is not there is gone: CloudFormation has DeleteStack succeed on it, too.</summary>
    public override void Failed(StepVisit visit, Work work, string? error, string? cause)
    {
        if (work.Spec.String("api") == "DescribeStacks" && error == "ValidationError" && cause?.Contains("does not exist", StringComparison.Ordinal) == true)
        {
            visit.Succeed(JsonObject.Empty);
            return;
        }

        base.Failed(visit, work, error, cause);
    }

    public override void Due(StepVisit visit) =>
        visit.Call("cloudformation", "DescribeStacks", JsonObject.Of(("StackName", visit.Progress[Stack])));

    /// <summary>Resources to retain are named one by one: <c>RetainResources.member.1</c>.</summary>
    private static JsonObject Parameters(StepInputs inputs)
    {
        const string Retained = "RetainResources";
        var named = inputs.Values.Names.Where(name => name.StartsWith(Retained, StringComparison.Ordinal)).ToList();
        var retained = named.Select(name => inputs.Values[name]).SelectMany(value => value is JsonArray list ? list.Items : [value ?? JsonValue.Null]).ToList();
        var parameters = inputs.Without([.. named]);
        return retained.Count > 0 ? parameters.With(Retained, JsonArray.From(retained)) : parameters;
    }
}
