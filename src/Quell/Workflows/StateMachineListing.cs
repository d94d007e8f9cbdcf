using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Workflows;

/// <summary>DescribeStateMachine and ListStateMachines.</summary>
internal static class StateMachineListing
{
    /// <summary>Of metadata alone the definition is an empty object. A version is shown as it was published; an alias shows the version that has the greatest weight.</summary>
    public static JsonObject DescribeStateMachine(OperationContext context)
    {
        var arn = StateMachines.Parsed(context.Input.String("stateMachineArn"));
        if (arn.Label is not null)
        {
            throw WorkflowErrors.Validation($"A state machine ARN with the label of a Map state cannot be used here. Received: {arn}");
        }

        var machine = context.Existing(arn);
        var shown = arn.Qualifier is null ? machine : StateMachines.FindQualified(context.State.Current, arn);
        if (shown is not null && arn is { Qualifier: not null, Version: null })
        {
            shown = StateMachines.FindQualified(context.State.Current, StateMachines.Parsed(AliasRouting.Heaviest(shown)))?.With("stateMachineArn", $"{arn}");
        }

        var described = StateMachines.Described(shown ?? throw WorkflowErrors.NoStateMachine($"{arn}")).With("status", machine["status"]);
        return context.Input.String("includedData") == "METADATA_ONLY" ? described.With("definition", "{}") : described;
    }

    public static JsonObject ListStateMachines(OperationContext context) => WorkflowPage.Of(
        context.Input,
        "stateMachines",
        context.State.List(context.Scope, StateMachines.Type).Select(machine => (machine.String("name") ?? "", JsonObject.Of(
            ("stateMachineArn", machine["stateMachineArn"]),
            ("name", machine["name"]),
            ("type", machine["type"]),
            ("creationDate", machine["creationDate"])))));
}
