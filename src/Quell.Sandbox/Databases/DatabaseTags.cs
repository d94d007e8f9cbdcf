using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Databases;

/// <summary>Tags of whatever RDS has an ARN for.</summary>
internal static class DatabaseTags
{
    private const string Member = "TagList";

    public static JsonObject AddTagsToResource(OperationContext context)
    {
        var (kind, value) = Named(context);
        kind.Put(context.State, context.Scope, value.With(Member, Checked(value.Array(Member), context.Input.Array("Tags"))));
        return JsonObject.Empty;
    }

    public static JsonObject RemoveTagsFromResource(OperationContext context)
    {
        var (kind, value) = Named(context);
        kind.Put(context.State, context.Scope, value.With(
            Member, TagList.Plain.Without(value.Array(Member), context.Input.Array("TagKeys").Strings)));
        return JsonObject.Empty;
    }

    public static JsonObject ListTagsForResource(OperationContext context) =>
        JsonObject.Of((Member, Named(context).Value.Array(Member)));

    /// <summary>The tags with those added, when they keep the rules.</summary>
    public static JsonArray Checked(JsonArray tags, JsonArray added)
    {
        if (TagList.Plain.FaultOf(added) is { } fault)
        {
            throw DatabaseErrors.InvalidValue(fault);
        }

        var all = TagList.Plain.With(tags, added);
        return all.Count > TagList.Most ? throw DatabaseErrors.InvalidValue("The number of tags exceeds the limit of 50.") : all;
    }

    private static (DatabaseKind Kind, JsonObject Value) Named(OperationContext context)
    {
        var arn = context.Input.String("ResourceName") ?? "";
        var kind = Array.Find(DatabaseKind.All, kind => arn.Contains($":{kind.ArnType}:", StringComparison.Ordinal))
            ?? throw DatabaseErrors.InvalidValue($"Invalid resource name: {arn}");
        return (kind, kind.Get(context, arn));
    }
}
