using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Queues;

namespace Quell.Functions;

/// <summary>Event source mappings, for SQS queues: Create, Get, List, Update and DeleteEventSourceMapping.</summary>
internal static class EventSourceMappings
{
    private static readonly string[] Unsupported =
        ["FilterCriteria", "ScalingConfig", "StartingPosition", "DestinationConfig", "SelfManagedEventSource", "Topics", "Queues", "KMSKeyArn", "ProvisionedPollerConfig"];

    public static JsonObject CreateEventSourceMapping(OperationContext context)
    {
        var name = context.Named();
        context.Existing(name);
        var source = context.Input.String("EventSourceArn");
        if (!Arn.TryParse(source, out var arn) || arn.Service != "sqs")
        {
            throw FunctionErrors.Invalid("Unrecognized event source: Quell maps SQS queues; EventSourceArn must be the ARN of one.");
        }

        if (Queue.Find(context.State.Current, source) is null)
        {
            throw FunctionErrors.Invalid("Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.");
        }

        if (context.State.List(context.Scope, Function.MappingType).FirstOrDefault(each => each.String("EventSourceArn") == source && each.String("FunctionArn") == name.QualifiedArn) is { } same)
        {
            throw FunctionErrors.Conflict(
                $"An event source mapping with event source arn ({source}) and function name ({name.Name}) already exists. "
                + $"Please update or delete the existing mapping with UUID {same.String("UUID")}");
        }

        var id = context.Transaction.Ids.Uuid();
        return Put(context, id, JsonObject.Of(
            ("UUID", id),
            ("EventSourceArn", source),
            ("EventSourceMappingArn", context.Scope.Arn("lambda", $"event-source-mapping:{id}").ToString()),
            ("FunctionArn", name.QualifiedArn),
            ("BatchSize", 10),
            ("MaximumBatchingWindowInSeconds", 0),
            ("FunctionResponseTypes", JsonArray.Empty),
            ("State", "Enabled"),
            ("StateTransitionReason", "USER_INITIATED"),
            ("Tags", context.Input.Object("Tags") is { Count: > 0 } tags ? tags : null)));
    }

    public static JsonObject UpdateEventSourceMapping(OperationContext context)
    {
        var (id, mapping) = Existing(context);
        if (context.Input.String("FunctionName") is not null)
        {
            var name = context.Named();
            context.Existing(name);
            mapping = mapping.With("FunctionArn", name.QualifiedArn);
        }

        return Put(context, id, mapping);
    }

    public static JsonObject GetEventSourceMapping(OperationContext context) => Described(Existing(context).Mapping);

    public static JsonObject DeleteEventSourceMapping(OperationContext context)
    {
        var (id, mapping) = Existing(context);
        context.State.Delete(context.Scope, Function.MappingType, id);
        return Described(mapping).With("State", "Deleting");
    }

    public static JsonObject ListEventSourceMappings(OperationContext context)
    {
        var source = context.Input.String("EventSourceArn");
        var function = context.Input.String("FunctionName") is null ? null : context.Named().QualifiedArn;
        return context.Input.Page("EventSourceMappings", context.State.List(context.Scope, Function.MappingType)
            .Where(each => (source is null || each.String("EventSourceArn") == source) && (function is null || each.String("FunctionArn") == function))
            .Select(Described), 100);
    }

    private static JsonObject Described(JsonObject mapping) => mapping.Without("Tags");

    private static (string Id, JsonObject Mapping) Existing(OperationContext context)
    {
        var id = context.Input.String("UUID") ?? "";
        return (id, context.State.Get(context.Scope, Function.MappingType, id)
            ?? throw FunctionErrors.Missing("The resource you requested does not exist."));
    }

    private static JsonObject Put(OperationContext context, string id, JsonObject mapping)
    {
        var input = context.Input;
        if (Unsupported.FirstOrDefault(member => input[member] is not (null or JsonArray { Count: 0 } or JsonObject { Count: 0 })) is { } member)
        {
            throw FunctionErrors.Invalid($"{member} is not supported by Quell for SQS event sources.");
        }

        if (input.Long("MaximumBatchingWindowInSeconds") is > 0)
        {
            throw FunctionErrors.Invalid("MaximumBatchingWindowInSeconds is not supported by Quell: batches are delivered as they are received.");
        }

        if (input.Long("BatchSize") is { } size)
        {
            mapping = size is >= 1 and <= 10
                ? mapping.With("BatchSize", size)
                : throw FunctionErrors.Invalid(size > 10
                    ? "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
                    : $"1 validation error detected: Value '{size}' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1");
        }

        mapping = input["FunctionResponseTypes"] is { } types ? mapping.With("FunctionResponseTypes", types) : mapping;
        mapping = input.Bool("Enabled") is { } isEnabled ? mapping.With("State", isEnabled ? "Enabled" : "Disabled") : mapping;
        mapping = mapping.With("LastModified", context.NowText);
        context.State.Put(context.Scope, Function.MappingType, id, mapping);
        return Described(mapping);
    }
}
