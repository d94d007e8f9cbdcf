using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Server;
using Quell.Stacks;

namespace Quell.Api;

/// <summary>The stacks that are deployed, and their resources.</summary>
internal static class StacksApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines) =>
    [
        ApiRoute.Get("/stacks", "Stacks with their resources and outputs, by name.", "StackList", _ => JsonObject.Of(
            ("stacks", JsonArray.From(All(engines.Store.Current).Select(stack => ToJson(engines.Store.Current, stack)))))),
        ApiRoute.Get("/stacks/{id}", "One stack, by its name or id.", "Stack", request => ToJson(
            engines.Store.Current,
            All(engines.Store.Current).FirstOrDefault(stack => stack.Name == request.Id || stack.Id == request.Id)
                ?? throw ApiException.NotFound($"There is no stack {request.Id}."))),
    ];

    private static IEnumerable<Stack> All(ResourceSet state) => state.ListAll(Stack.ResourceType)
        .Select(entry => new Stack(entry.Key, entry.Value)).Where(stack => stack.Exists)
        .OrderBy(stack => stack.Name, StringComparer.Ordinal);

    private static JsonObject ToJson(ResourceSet state, Stack stack) => JsonObject.Of(
        ("name", stack.Name),
        ("id", stack.Id),
        ("account", stack.Key.Scope.Account),
        ("region", stack.Key.Scope.Region),
        ("status", stack.Status),
        ("reason", Shape.Text(stack.Value.String("StackStatusReason"))),
        ("outputs", JsonArray.From(stack.Value.Array("Outputs").Objects.Select(output => JsonObject.Of(
            ("name", Shape.Text(output.String("OutputKey"))), ("value", Shape.Text(output.String("OutputValue"))))))),
        ("resources", JsonArray.From(stack.Resources(state).OrderBy(resource => resource.Order).Select(resource => JsonObject.Of(
            ("logicalId", resource.LogicalId),
            ("type", resource.Type),
            ("physicalId", Shape.Text(resource.PhysicalId)),
            ("status", resource.Status))))));
}
