using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Stacks.Api;

/// <summary>The operations that show stacks, their resources and their events.</summary>
internal static class StackReading
{
    public static JsonObject Describe(OperationContext context)
    {
        if (context.Input.String("StackName") is not { } name)
        {
            return Page.Of(context, "Stacks", Stack.All(context.State.Current, context.Scope).Where(stack => stack.Exists).Select(Shown));
        }

        var stack = Stack.Find(context.State.Current, context.Scope, name) ?? throw StackErrors.NoStack(name);
        return JsonObject.Of(("Stacks", new JsonArray([Shown(stack)])));
    }

    public static JsonObject List(OperationContext context)
    {
        var wanted = context.Input.Array("StackStatusFilter").Strings.ToHashSet(StringComparer.Ordinal);
        return Page.Of(context, "StackSummaries", Stack.All(context.State.Current, context.Scope)
            .Where(stack => wanted.Count == 0 || wanted.Contains(stack.Status))
            .Select(Summary));
    }

    public static JsonObject Events(OperationContext context)
    {
        var stack = Named(context);
        return Page.Of(context, "StackEvents", context.State.List(context.Scope, stack.EventsType).Reverse());
    }

    public static JsonObject Resource(OperationContext context)
    {
        var stack = Named(context);
        var logicalId = context.Input.String("LogicalResourceId") ?? "";
        var resource = stack.Resource(context.State.Current, logicalId)
            ?? throw StackErrors.Validation($"Resource {logicalId} does not exist for stack {stack.Name}");
        return JsonObject.Of(("StackResourceDetail", ShownResource(resource)
            .With("StackId", stack.Id).With("StackName", stack.Name).With("LastUpdatedTimestamp", resource.Value["Timestamp"])));
    }

    public static JsonObject Resources(OperationContext context)
    {
        var logicalId = context.Input.String("LogicalResourceId");
        var stack = context.Input.String("PhysicalResourceId") is { } physicalId ? Owner(context, physicalId) : Named(context);
        return JsonObject.Of(("StackResources", JsonArray.From(Ordered(context, stack)
            .Where(resource => logicalId is null || resource.LogicalId == logicalId)
            .Select(resource => ShownResource(resource).With("StackId", stack.Id).With("StackName", stack.Name).With("Timestamp", resource.Value["Timestamp"])))));
    }

    public static JsonObject ListResources(OperationContext context)
    {
        var stack = Named(context);
        return Page.Of(context, "StackResourceSummaries", Ordered(context, stack)
            .Select(resource => ShownResource(resource).With("LastUpdatedTimestamp", resource.Value["Timestamp"])));
    }

    public static JsonObject ListExports(OperationContext context) => Page.Of(
        context, "Exports",
        from stack in Stack.All(context.State.Current, context.Scope)
        where stack.Exists
        from export in stack.Exports
        select JsonObject.Of(("ExportingStackId", stack.Id), ("Name", export.Name), ("Value", export.Value)));

    public static JsonObject ListImports(OperationContext context)
    {
        var name = context.Input.String("ExportName") ?? "";
        var importers = StackExports.Importers(context.State.Current, context.Scope, name).ToList();
        return importers.Count == 0
            ? throw StackErrors.Validation($"Export '{name}' is not imported by any stack.")
            : JsonObject.Of(("Imports", JsonArray.From(importers)));
    }

    private static IEnumerable<StackResource> Ordered(OperationContext context, Stack stack) =>
        stack.Resources(context.State.Current).OrderBy(resource => resource.LogicalId, StringComparer.Ordinal);

    private static Stack Named(OperationContext context)
    {
        var name = context.Input.String("StackName");
        return Stack.Find(context.State.Current, context.Scope, name) ?? throw StackErrors.Validation($"Stack [{name}] does not exist");
    }

    private static Stack Owner(OperationContext context, string physicalId) =>
        Stack.All(context.State.Current, context.Scope)
            .FirstOrDefault(stack => stack.Exists && stack.Resources(context.State.Current).Any(resource => resource.PhysicalId == physicalId))
        ?? throw StackErrors.Validation($"Stack for {physicalId} does not exist");

    private static JsonObject Shown(Stack stack)
    {
        var shown = Stack.Private.Aggregate(stack.Value, (value, name) => value.Without(name));
        return shown
            .With("DisableRollback", shown["DisableRollback"] ?? false)
            .With("NotificationARNs", shown["NotificationARNs"] ?? JsonArray.Empty)
            .With("Tags", shown["Tags"] ?? JsonArray.Empty);
    }

    private static JsonObject Summary(Stack stack) => JsonObject.Of(
        ("StackId", stack.Id), ("StackName", stack.Name), ("TemplateDescription", stack.Value["Description"]),
        ("CreationTime", stack.Value["CreationTime"]), ("LastUpdatedTime", stack.Value["LastUpdatedTime"]),
        ("DeletionTime", stack.Value["DeletionTime"]), ("StackStatus", stack.Status),
        ("StackStatusReason", stack.Value["StackStatusReason"]), ("DriftInformation", stack.Value["DriftInformation"]));

    private static JsonObject ShownResource(StackResource resource) => JsonObject.Of(
        ("LogicalResourceId", resource.LogicalId),
        ("PhysicalResourceId", string.IsNullOrEmpty(resource.PhysicalId) ? null : (JsonValue)resource.PhysicalId),
        ("ResourceType", resource.Type),
        ("ResourceStatus", resource.Status),
        ("ResourceStatusReason", resource.Value["ResourceStatusReason"]),
        ("DriftInformation", JsonObject.Of(("StackResourceDriftStatus", "NOT_CHECKED"))));
}
