using Quell.Aws.Operations;

namespace Quell.Workflows;

/// <summary>The operations of Step Functions on state machines, their versions and aliases, activities and tags.</summary>
internal static class WorkflowOperations
{
    private const string Service = "stepfunctions";

    /// <param name="isRunning">Whether executions of a state machine run, by its ARN.</param>
    public static OperationTable AddWorkflows(this OperationTable table, Func<string, bool> isRunning) => table
        .Add(Service, "CreateStateMachine", StateMachineCreation.CreateStateMachine)
        .Add(Service, "UpdateStateMachine", StateMachineCreation.UpdateStateMachine)
        .Add(Service, "DeleteStateMachine", new StateMachineDeletion(isRunning).DeleteStateMachine)
        .Add(Service, "DescribeStateMachine", StateMachineListing.DescribeStateMachine)
        .Add(Service, "ListStateMachines", StateMachineListing.ListStateMachines)
        .Add(Service, "PublishStateMachineVersion", StateMachineVersions.PublishStateMachineVersion)
        .Add(Service, "DeleteStateMachineVersion", StateMachineVersions.DeleteStateMachineVersion)
        .Add(Service, "ListStateMachineVersions", StateMachineVersions.ListStateMachineVersions)
        .Add(Service, "CreateStateMachineAlias", StateMachineAliases.CreateStateMachineAlias)
        .Add(Service, "UpdateStateMachineAlias", StateMachineAliases.UpdateStateMachineAlias)
        .Add(Service, "DeleteStateMachineAlias", StateMachineAliases.DeleteStateMachineAlias)
        .Add(Service, "DescribeStateMachineAlias", StateMachineAliases.DescribeStateMachineAlias)
        .Add(Service, "ListStateMachineAliases", StateMachineAliases.ListStateMachineAliases)
        .Add(Service, "ValidateStateMachineDefinition", DefinitionCheck.ValidateStateMachineDefinition)
        .Add(Service, "CreateActivity", Activities.CreateActivity)
        .Add(Service, "DeleteActivity", Activities.DeleteActivity)
        .Add(Service, "DescribeActivity", Activities.DescribeActivity)
        .Add(Service, "ListActivities", Activities.ListActivities)
        .Add(Service, "TagResource", WorkflowTags.TagResource)
        .Add(Service, "UntagResource", WorkflowTags.UntagResource)
        .Add(Service, "ListTagsForResource", WorkflowTags.ListTagsForResource);
}
