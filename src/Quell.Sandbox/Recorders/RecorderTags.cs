using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Recorders;

/// <summary>Tags of configuration recorders.</summary>
internal static class RecorderTags
{
    private const string Member = ConfigurationRecorders.TagsMember;

    public static JsonObject TagResource(OperationContext context)
    {
        var recorder = Named(context);
        ConfigurationRecorders.Put(context, recorder.With(Member, Checked(recorder.Array(Member), context.Input.Array(Member))));
        return JsonObject.Empty;
    }

    public static JsonObject UntagResource(OperationContext context)
    {
        var recorder = Named(context);
        ConfigurationRecorders.Put(context, recorder.With(
            Member, TagList.Plain.Without(recorder.Array(Member), context.Input.Array("TagKeys").Strings)));
        return JsonObject.Empty;
    }

    public static JsonObject ListTagsForResource(OperationContext context) => JsonObject.Of((Member, Named(context).Array(Member)));

    /// <summary>The tags with those added, when they keep the rules.</summary>
    public static JsonArray Checked(JsonArray tags, JsonArray added)
    {
        if (TagList.Plain.FaultOf(added) is { } fault)
        {
            throw new AwsException("ValidationException", fault);
        }

        var all = TagList.Plain.With(tags, added);
        return all.Count > TagList.Most ? throw new AwsException("TooManyTagsException", "The number of tags exceeds the limit of 50.") : all;
    }

    private static JsonObject Named(OperationContext context)
    {
        var arn = context.Input.String("ResourceArn");
        return ConfigurationRecorders.All(context).FirstOrDefault(recorder => recorder.String("arn") == arn)
            ?? throw new AwsException("ResourceNotFoundException", $"The resource {arn} does not exist.");
    }
}
