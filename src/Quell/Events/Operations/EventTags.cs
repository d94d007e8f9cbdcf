using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Events.Operations;

/// <summary>Tags of buses and rules.</summary>
internal static class EventTags
{
    private const int MaxTags = 50;

    /// <summary>What can have tags (API reference, TagResource).</summary>
    private static readonly string[] Kinds = ["rule/", "event-bus/"];

    public static JsonObject TagResource(OperationContext context)
    {
        var (type, id, resource) = Find(context);
        var given = context.Input.Array("Tags").Objects.ToList();
        var tags = JsonArray.From([.. resource.Array("Tags").Objects.Where(old => given.All(tag => tag.String("Key") != old.String("Key"))), .. given]);
        if (tags.Count > MaxTags)
        {
            throw EventErrors.LimitExceeded("The requested resource exceeds the maximum number allowed.");
        }

        context.State.Put(context.Scope, type, id, resource.With("Tags", tags));
        return JsonObject.Empty;
    }

    public static JsonObject UntagResource(OperationContext context)
    {
        var (type, id, resource) = Find(context);
        var keys = context.Input.Array("TagKeys").Strings.ToHashSet(StringComparer.Ordinal);
        context.State.Put(context.Scope, type, id, resource.With(
            "Tags", JsonArray.From(resource.Array("Tags").Objects.Where(tag => !keys.Contains(tag.String("Key") ?? "")))));
        return JsonObject.Empty;
    }

    public static JsonObject ListTagsForResource(OperationContext context) => JsonObject.Of(("Tags", Find(context).Resource.Array("Tags")));

    private static (string Type, string Id, JsonObject Resource) Find(OperationContext context)
    {
        var text = context.Input.String("ResourceARN") ?? "";
        if (!Arn.TryParse(text, out var arn) || arn.Service != "events" || arn.Scope != context.Scope || !Kinds.Any(kind => arn.Resource.StartsWith(kind, StringComparison.Ordinal)))
        {
            throw EventErrors.Validation($"Parameter {text} is not valid. Reason: Provided Arn is not in correct format.");
        }

        if (arn.Resource.StartsWith("event-bus/", StringComparison.Ordinal))
        {
            return (BusTypes.Bus, arn.Name, context.RequiredBus(arn.Name));
        }

        // rule/NAME on the default bus, rule/BUS/NAME on others.
        var id = arn.Name.Contains('/', StringComparison.Ordinal) ? arn.Name : BusTypes.RuleId(BusTypes.DefaultBus, arn.Name);
        var (bus, rule) = BusTypes.Split(id);
        return context.State.Get(context.Scope, BusTypes.Rule, id) is { } definition
            ? (BusTypes.Rule, id, definition)
            : throw EventErrors.NoRule(rule, bus);
    }
}
