using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Stacks.Api;

/// <summary>A change set as it is kept: the members that DescribeChangeSet shows, and <c>Request</c> (the call that made it) and <c>Template</c>.</summary>
internal sealed record ChangeSet(ResourceKey Key, JsonObject Value)
{
    public const string ResourceType = "cloudformation:change-set";

    public static readonly string[] Private = ["Request", "Template", "Given"];

    public string Id => Value.String("ChangeSetId") ?? "";

    public string Name => Value.String("ChangeSetName") ?? "";

    public string StackId => Value.String("StackId") ?? "";

    public bool IsExecutable => Value.String("ExecutionStatus") == "AVAILABLE";

    /// <summary>The change set of that id, or of that name on the stack that the call names; null where there is none.</summary>
    public static ChangeSet? Find(OperationContext context, string nameOrId)
    {
        var all = All(context);
        if (Arn.TryParse(nameOrId, out _))
        {
            return all.FirstOrDefault(set => set.Id == nameOrId);
        }

        var stack = Stack.Find(context.State.Current, context.Scope, context.Input.String("StackName"));
        return stack is null ? null : all.FirstOrDefault(set => set.Name == nameOrId && set.StackId == stack.Id);
    }

    public static IEnumerable<ChangeSet> Of(OperationContext context, Stack stack) => All(context).Where(set => set.StackId == stack.Id);

    private static IEnumerable<ChangeSet> All(OperationContext context) => context.State.Current.List(context.Scope, ResourceType)
        .Select(entry => new ChangeSet(new(context.Scope, ResourceType, entry.Key), entry.Value));
}
