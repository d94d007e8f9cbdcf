using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Tags EC2 resources, or a resource of Systems Manager ("aws:createTags").</summary>
internal sealed class AwsCreateTags() : RunbookAction("aws:createTags")
{
    public override void Enter(StepVisit visit)
    {
        var resources = visit.Inputs.List("ResourceIds");
        var tags = visit.Inputs.MapsOrNull("Tags") ?? throw StepException.Inputs("aws:createTags has no Tags");
        var type = visit.Inputs.TextOrNull("ResourceType") ?? "EC2";
        if (type == "EC2")
        {
            visit.Call("ec2", "CreateTags", JsonObject.Of(("Resources", JsonArray.From(resources)), ("Tags", tags)));
            return;
        }

        if (type is not ("ManagedInstance" or "MaintenanceWindow" or "Parameter"))
        {
            throw StepException.Inputs($"ResourceType is {type}; it is EC2, ManagedInstance, MaintenanceWindow or Parameter");
        }

        var single = resources is [var sole] ? sole : throw StepException.Inputs($"ResourceIds has {resources.Length} items; of a {type} it has one");
        visit.Call("ssm", "AddTagsToResource", JsonObject.Of(("ResourceType", type), ("ResourceId", single), ("Tags", tags)));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output) => visit.Succeed(JsonObject.Empty);
}
