using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Stacks.Api;

/// <summary>
/// The operations that begin something: they put the operation on the stack and answer; whoever watches the account's state
/// carries it out.
/// </summary>
internal sealed class StackChanging(ResourceTypes types, string seed)
{
    public JsonObject Create(OperationContext context)
    {
        var name = context.Input.String("StackName") ?? "";
        StackRequest.CheckName(name);
        if (Stack.Find(context.State.Current, context.Scope, name) is { } existing)
        {
            return IsRepeated(context, existing) ? Answer(existing) : throw new AwsException("AlreadyExistsException", $"Stack [{name}] already exists");
        }

        var onFailure = OnFailure(context.Input);
        var stack = New(context, name);
        var request = StackRequest.Read(context, types, StackIdentity.Of(stack), null);
        request.DemandAutoExpand(context);
        stack = stack.With(("EnableTerminationProtection", context.Input.Bool("EnableTerminationProtection") == true));
        return Answer(Begin(context, stack, request, onFailure));
    }

    public JsonObject Update(OperationContext context)
    {
        var stack = Existing(context);
        if (IsRepeated(context, stack))
        {
            return Answer(stack);
        }

        StackErrors.RefuseUnserved(context.Input, "DisableRollback");
        RefuseUnlessUpdatable(stack);
        var request = StackRequest.Read(context, types, StackIdentity.Of(stack), stack);
        request.DemandAutoExpand(context);
        if (!StackPlan.Of(types, context.State.Current, stack, request).HasChanges)
        {
            throw StackErrors.NoUpdates();
        }

        return Answer(Begin(context, stack, request, "ROLLBACK"));
    }

    public JsonObject Delete(OperationContext context)
    {
        StackErrors.RefuseUnserved(context.Input, "RoleARN", "DeletionMode");
        var name = context.Input.String("StackName");
        if (Stack.Find(context.State.Current, context.Scope, name) is not { Exists: true } stack || stack.Status == StackStatus.DeleteInProgress)
        {
            return JsonObject.Empty;
        }

        RefuseUnlessDeletable(context, stack);
        var retained = context.Input.Array("RetainResources");
        if (retained.Count > 0 && stack.Status != StackStatus.DeleteFailed)
        {
            throw StackErrors.Validation($"Invalid operation on stack [{stack.Id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.");
        }

        var writing = new StackWriting(context.State, stack, context.Now, seed);
        Start(writing, StackOperation.Of(context.Call, context.Transaction.Ids.Uuid(), StackPhase.Delete, ("RetainResources", retained)));
        writing.Status(StackStatus.DeleteInProgress, "User Initiated");
        return JsonObject.Empty;
    }

    public JsonObject UpdateTerminationProtection(OperationContext context)
    {
        var stack = Existing(context);
        new StackWriting(context.State, stack, context.Now, seed)
            .Put(stack.With(("EnableTerminationProtection", context.Input.Bool("EnableTerminationProtection") == true)));
        return Answer(stack);
    }

    /// <summary>The stack that the call names.</summary>
    /// <exception cref="AwsException">There is none.</exception>
    public static Stack Existing(OperationContext context)
    {
        var name = context.Input.String("StackName");
        return Stack.Find(context.State.Current, context.Scope, name) is { Exists: true } stack ? stack : throw StackErrors.NoStack(name);
    }

    /// <summary>A stack that nobody keeps yet.</summary>
    public static Stack New(OperationContext context, string name)
    {
        var key = $"{name}/{context.Transaction.Ids.Uuid()}";
        return new(new(context.Scope, Stack.ResourceType, key), JsonObject.Of(
            ("StackId", context.Scope.Arn("cloudformation", $"stack/{key}").ToString()),
            ("StackName", name),
            ("CreationTime", StackWriting.TextOf(context.Now)),
            ("DriftInformation", JsonObject.Of(("StackDriftStatus", "NOT_CHECKED")))));
    }

    /// <summary>Puts a creation or an update on a stack.</summary>
    public Stack Begin(OperationContext context, Stack stack, StackRequest request, string onFailure)
    {
        var isCreation = stack.Template is null;
        var writing = new StackWriting(context.State, stack, context.Now, seed);
        // What an update changes about the stack itself shows when it has succeeded; a new stack shows it at once.
        writing.Put(isCreation
            ? stack with { Value = stack.Value.Merge(request.Members).With("Tags", request.Tags).With("DisableRollback", onFailure == "DO_NOTHING") }
            : stack.With(("LastUpdatedTime", writing.Now)));
        Start(writing, StackOperation.Of(
            context.Call, context.Transaction.Ids.Uuid(), StackPhase.Forward,
            ("IsCreation", isCreation),
            ("OnFailure", onFailure),
            ("Template", TemplateStore.Put(context.State, context.Scope, request.Body)),
            ("Given", request.Given),
            ("Tags", request.Tags),
            ("Members", request.Members)));
        writing.Status(isCreation ? StackStatus.CreateInProgress : StackStatus.UpdateInProgress, "User Initiated");
        context.Touches(stack.Id, "AWS::CloudFormation::Stack");
        return writing.Stack;
    }

    /// <exception cref="AwsException">Something is being done to the stack, or it never came to be.</exception>
    public static void RefuseUnlessUpdatable(Stack stack)
    {
        if (!StackStatus.IsUpdatable(stack.Status))
        {
            throw StackErrors.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not be updated.");
        }
    }

    public static string OnFailure(JsonObject input)
    {
        var disabled = input.Bool("DisableRollback");
        var chosen = input.String("OnFailure") ?? input.String("OnStackFailure");
        return disabled is not null && input.Has("OnFailure")
            ? throw StackErrors.Validation("You can specify either DisableRollback or OnFailure, but not both.")
            : chosen ?? (disabled == true ? "DO_NOTHING" : "ROLLBACK");
    }

    private static void RefuseUnlessDeletable(OperationContext context, Stack stack)
    {
        if (StackStatus.IsInProgress(stack.Status) && stack.Status != StackStatus.ReviewInProgress)
        {
            throw StackErrors.Validation($"Stack [{stack.Id}] cannot be deleted while in status {stack.Status}");
        }

        if (stack.Value.Bool("EnableTerminationProtection") == true)
        {
            throw StackErrors.Validation($"Stack [{stack.Name}] cannot be deleted while TerminationProtection is enabled");
        }

        foreach (var (export, _) in stack.Exports)
        {
            if (StackExports.Importers(context.State.Current, context.Scope, export).FirstOrDefault() is { } user)
            {
                throw StackErrors.Validation($"Export {export} cannot be deleted as it is in use by {user}");
            }
        }
    }

    private static bool IsRepeated(OperationContext context, Stack stack) =>
        context.Input.String("ClientRequestToken") is { } token && stack.Value.String("ClientRequestToken") == token;

    private static void Start(StackWriting writing, StackOperation operation) => writing.Put(writing.Stack.With(
        ("Operation", operation.Value), ("ClientRequestToken", operation.Value["ClientRequestToken"])));

    private static JsonObject Answer(Stack stack) => JsonObject.Of(("StackId", stack.Id));
}
