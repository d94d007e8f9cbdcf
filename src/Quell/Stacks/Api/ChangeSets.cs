using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Templates;

namespace Quell.Stacks.Api;

/// <summary>The operations on change sets: an update, or a creation, that is looked at before it is carried out.</summary>
internal sealed class ChangeSets(ResourceTypes types, StackChanging changing, string seed)
{
    private const string NoChanges = "The submitted information didn't contain changes. Submit different information to create a change set.";

    public JsonObject Create(OperationContext context)
    {
        var input = context.Input;
        var stack = Subject(context, input.String("ChangeSetType") ?? "UPDATE");
        var name = input.String("ChangeSetName") ?? "";
        if (ChangeSet.Of(context, stack).FirstOrDefault(set => set.Name == name) is { } existing)
        {
            if (!existing.IsExecutable)
            {
                // It is over. The AWS CLI names its change sets after the second, and two deployments can be done in one.
                context.State.Delete(context.Scope, ChangeSet.ResourceType, existing.Key.Id);
                return Create(context);
            }

            return input.String("ClientToken") is { } token && existing.Value.Object("Request")?.String("ClientToken") == token
                ? Answer(existing)
                : throw new AwsException("AlreadyExistsException", $"ChangeSet {name} cannot be created due to a mismatch with existing attribute ClientToken");
        }

        var request = StackRequest.Read(context, types, StackIdentity.Of(stack), stack.Template is null ? null : stack);
        var plan = StackPlan.Of(types, context.State.Current, stack, request);
        var hasChanges = stack.Template is null || plan.HasChanges;
        var key = $"{name}/{context.Transaction.Ids.Uuid()}";
        var set = new ChangeSet(new(context.Scope, ChangeSet.ResourceType, key), JsonObject.Of(
            ("ChangeSetId", context.Scope.Arn("cloudformation", $"changeSet/{key}").ToString()),
            ("ChangeSetName", name),
            ("StackId", stack.Id),
            ("StackName", stack.Name),
            ("Description", input["Description"]),
            ("Parameters", request.Members["Parameters"]),
            ("CreationTime", StackWriting.TextOf(context.Now)),
            ("ExecutionStatus", hasChanges ? "AVAILABLE" : "UNAVAILABLE"),
            ("Status", hasChanges ? "CREATE_COMPLETE" : "FAILED"),
            ("StatusReason", hasChanges ? null : (JsonValue)NoChanges),
            ("NotificationARNs", JsonArray.Empty),
            ("Capabilities", input["Capabilities"]),
            ("Tags", request.Tags),
            ("OnStackFailure", input["OnStackFailure"]),
            ("Changes", JsonArray.From(plan.Resources.Where(each => each.Kind != ResourceDifferenceKind.Unchanged).Select(each => ShownChange(each, stack, context, request)))),
            ("Template", TemplateStore.Put(context.State, context.Scope, request.Body)),
            ("Request", JsonObject.Of(
                ("Parameters", JsonArray.From(request.Given.Select(given => JsonObject.Of(("ParameterKey", given.Key), ("ParameterValue", given.Value))))),
                ("TemplateBody", request.Body),
                ("Capabilities", input["Capabilities"]),
                ("Tags", request.Tags),
                ("ClientToken", input["ClientToken"]),
                ("OnStackFailure", input["OnStackFailure"])))));
        Keep(context, set);
        return Answer(set);
    }

    public static JsonObject Describe(OperationContext context)
    {
        var set = Named(context);
        return ChangeSet.Private.Aggregate(set.Value, (value, name) => value.Without(name));
    }

    public static JsonObject List(OperationContext context) => Page.Of(
        context, "Summaries", ChangeSet.Of(context, StackChanging.Existing(context)).Select(set => JsonObject.From(
            set.Value.Where(member => member.Key is "StackId" or "StackName" or "ChangeSetId" or "ChangeSetName" or "ExecutionStatus" or "Status" or "StatusReason" or "CreationTime" or "Description"))));

    public static JsonObject Delete(OperationContext context)
    {
        var set = Named(context);
        context.State.Delete(context.Scope, ChangeSet.ResourceType, set.Key.Id);
        return JsonObject.Empty;
    }

    public JsonObject Execute(OperationContext context)
    {
        StackErrors.RefuseUnserved(context.Input, "RetainExceptOnCreate");
        var set = Named(context);
        if (!set.IsExecutable)
        {
            throw new AwsException("InvalidChangeSetStatus", $"ChangeSet [{set.Id}] cannot be executed in its current status of [{set.Value.String("Status")}]");
        }

        var stack = Stack.Find(context.State.Current, context.Scope, set.StackId) ?? throw StackErrors.NoStack(set.StackId);
        if (stack.Status != StackStatus.ReviewInProgress)
        {
            StackChanging.RefuseUnlessUpdatable(stack);
        }

        var call = context.Call with { Input = (set.Value.Object("Request") ?? JsonObject.Empty).With("StackName", stack.Id) };
        var request = StackRequest.Read(new OperationContext(call, context.Transaction), types, StackIdentity.Of(stack), stack.Template is null ? null : stack);
        var onFailure = context.Input.Bool("DisableRollback") == true ? "DO_NOTHING" : set.Value.String("OnStackFailure") ?? "ROLLBACK";
        if (onFailure == "DO_NOTHING" && stack.Template is not null)
        {
            throw StackErrors.Validation("Quell's stacks do not support the parameter DisableRollback for updates.");
        }

        foreach (var other in ChangeSet.Of(context, stack).Where(other => other.Id != set.Id).ToList())
        {
            context.State.Delete(context.Scope, ChangeSet.ResourceType, other.Key.Id);
        }

        Keep(context, set with { Value = set.Value.With("ExecutionStatus", "EXECUTE_COMPLETE").Without("Request") });
        changing.Begin(context, stack.With(("ChangeSetId", set.Id)), request, onFailure);
        return JsonObject.Empty;
    }

    /// <summary>The stack that a new change set is about; for a creation it is made, to be reviewed.</summary>
    private Stack Subject(OperationContext context, string type)
    {
        var name = context.Input.String("StackName") ?? "";
        var stack = Stack.Find(context.State.Current, context.Scope, name) is { Exists: true } found ? found : null;
        switch (type)
        {
            case "UPDATE" when stack is not null && stack.Status != StackStatus.ReviewInProgress:
                StackChanging.RefuseUnlessUpdatable(stack);
                return stack;
            case "UPDATE":
                throw StackErrors.Validation($"Stack [{name}] does not exist");
            case "CREATE" when stack is null:
                StackRequest.CheckName(name);
                var writing = new StackWriting(context.State, StackChanging.New(context, name), context.Now, seed);
                writing.Status(StackStatus.ReviewInProgress, "User Initiated");
                return writing.Stack;
            case "CREATE" when stack.Status == StackStatus.ReviewInProgress:
                return stack;
            case "CREATE":
                throw StackErrors.Validation($"Stack [{name}] already exists and cannot be created again with the changeSet [{context.Input.String("ChangeSetName")}].");
            default:
                throw StackErrors.Validation($"Quell's stacks do not support change sets of type {type}.");
        }
    }

    private static ChangeSet Named(OperationContext context)
    {
        var name = context.Input.String("ChangeSetName") ?? "";
        return ChangeSet.Find(context, name) ?? throw StackErrors.NoChangeSet(name);
    }

    private static void Keep(OperationContext context, ChangeSet set) => context.State.Put(context.Scope, ChangeSet.ResourceType, set.Key.Id, set.Value);

    private static JsonObject Answer(ChangeSet set) => JsonObject.Of(("Id", set.Id), ("StackId", set.StackId));

    private static JsonObject ShownChange(ResourceDifference difference, Stack stack, OperationContext context, StackRequest request)
    {
        var kept = stack.Resource(context.State.Current, difference.LogicalId);
        var type = kept?.Type ?? request.Evaluation.Template.Resources[difference.LogicalId].Type;
        return JsonObject.Of(("Type", "Resource"), ("ResourceChange", JsonObject.Of(
            ("Action", difference.Kind switch
            {
                ResourceDifferenceKind.Added => "Add",
                ResourceDifferenceKind.Removed => "Remove",
                _ => "Modify",
            }),
            ("LogicalResourceId", difference.LogicalId),
            ("PhysicalResourceId", kept?.PhysicalId is { } id ? (JsonValue)id : null),
            ("ResourceType", type),
            ("Replacement", difference.Kind switch
            {
                ResourceDifferenceKind.Modified => "False",
                ResourceDifferenceKind.Replaced => difference.Changes.Any(change => change.IsCertain) ? "True" : "Conditional",
                _ => null,
            } is { } replacement ? (JsonValue)replacement : null),
            ("Scope", difference.Changes.IsEmpty ? JsonArray.Empty : JsonArray.From(["Properties"])),
            ("Details", JsonArray.From(difference.Changes.Select(Detail))))));
    }

    private static JsonObject Detail(PropertyChange change) => JsonObject.Of(
        ("Target", JsonObject.Of(("Attribute", "Properties"), ("Name", change.Path.Split('.', '[')[0]))),
        ("Evaluation", change.IsCertain ? "Static" : "Dynamic"),
        ("ChangeSource", change.IsCertain ? "DirectModification" : "ResourceReference"));
}
