using Quell.Aws.Operations;
using Quell.Connections;
using Quell.Engine.Json;
using Quell.Events.Operations;

namespace Quell.Destinations;

/// <summary>The operations of EventBridge's API destinations (API reference, CreateApiDestination and its kin).</summary>
internal sealed class DestinationOperations(EndpointPolicy endpoints)
{
    /// <summary>API destinations of an account and region (user guide, "EventBridge quotas").</summary>
    private const int MaxDestinations = 3_000;

    private const string Service = "events";

    private static readonly string[] Settings = ["Description", "ConnectionArn", "InvocationEndpoint", "HttpMethod", "InvocationRateLimitPerSecond"];

    public OperationTable AddTo(OperationTable table) => table
        .Add(Service, "CreateApiDestination", Create)
        .Add(Service, "UpdateApiDestination", Update)
        .Add(Service, "DeleteApiDestination", Delete)
        .Add(Service, "DescribeApiDestination", Describe)
        .Add(Service, "ListApiDestinations", List);

    private JsonObject Create(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        if (ApiDestination.Find(context.State.Current, context.Scope, name) is not null)
        {
            throw EventErrors.Exists($"An api-destination '{name}' already exists.");
        }

        if (context.State.List(context.Scope, ApiDestination.ResourceType).Count() >= MaxDestinations)
        {
            throw EventErrors.LimitExceeded("The requested resource exceeds the maximum number allowed.");
        }

        return Save(context, JsonObject.Of(
            ("ApiDestinationArn", ApiDestination.NewArn(context.Scope, name, context.Transaction.Ids.Uuid())),
            ("Name", name),
            ("InvocationRateLimitPerSecond", ApiDestination.DefaultRate),
            ("CreationTime", context.NowText)));
    }

    private JsonObject Update(OperationContext context) => Save(context, Required(context));

    private JsonObject Save(OperationContext context, JsonObject destination)
    {
        foreach (var setting in Settings)
        {
            destination = destination.With(setting, context.Input[setting] ?? destination[setting]);
        }

        CheckEndpoint(destination.String("InvocationEndpoint") ?? "");
        var connection = destination.String("ConnectionArn");
        if (Connection.KeyOf(connection)?.Scope != context.Scope || Connection.Find(context.State.Current, connection) is null)
        {
            throw EventErrors.NotFound($"Connection '{connection}' does not exist.");
        }

        destination = destination.With("LastModifiedTime", context.NowText);
        context.State.Put(context.Scope, ApiDestination.ResourceType, destination.String("Name") ?? "", destination);
        Touch(context, destination);
        return JsonObject.Of(
            ("ApiDestinationArn", destination["ApiDestinationArn"]),
            ("ApiDestinationState", ApiDestination.StateOf(destination, context.State.Current)),
            ("CreationTime", destination["CreationTime"]),
            ("LastModifiedTime", destination["LastModifiedTime"]));
    }

    private void CheckEndpoint(string url)
    {
        // An event must not choose the host.
        var host = url.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = host < 2 ? -1 : url.IndexOf('/', host);
        if ((path < 0 ? url : url[..path]).Contains('*', StringComparison.Ordinal))
        {
            throw EventErrors.Validation("Parameter InvocationEndpoint is not valid. Reason: * can stand in the path only.");
        }

        endpoints.CheckUrl(url.Replace("*", "x", StringComparison.Ordinal), "InvocationEndpoint");
    }

    private static JsonObject Delete(OperationContext context)
    {
        var destination = Required(context);
        context.State.Delete(context.Scope, ApiDestination.ResourceType, destination.String("Name") ?? "");
        Touch(context, destination);
        return JsonObject.Empty;
    }

    private static JsonObject Describe(OperationContext context) => Shown(context, Required(context));

    private static JsonObject List(OperationContext context)
    {
        var prefix = context.Input.String("NamePrefix") ?? "";
        var connection = context.Input.String("ConnectionArn");
        return Page.Of(
            context, "ApiDestinations",
            from destination in context.State.List(context.Scope, ApiDestination.ResourceType)
            let name = destination.String("Name") ?? ""
            where name.StartsWith(prefix, StringComparison.Ordinal) && (connection is null || destination.String("ConnectionArn") == connection)
            select (name, (JsonValue)Shown(context, destination).Without("Description")));
    }

    private static JsonObject Shown(OperationContext context, JsonObject destination) =>
        destination.With("ApiDestinationState", ApiDestination.StateOf(destination, context.State.Current));

    private static JsonObject Required(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        return ApiDestination.Find(context.State.Current, context.Scope, name)
            ?? throw EventErrors.NotFound($"Failed to describe the api-destination(s). An api-destination '{name}' does not exist.");
    }

    private static void Touch(OperationContext context, JsonObject destination) =>
        context.Touches(destination.String("ApiDestinationArn") ?? "", "AWS::Events::ApiDestination");
}
