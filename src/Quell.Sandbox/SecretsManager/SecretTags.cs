using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.SecretsManager;

/// <summary>Tags of secrets.</summary>
internal static class SecretTags
{
    private const string Member = "Tags";

    public static JsonObject TagResource(OperationContext context)
    {
        var secret = Secret.Get(context);
        secret.Put(context.State, secret.Value.With(Member, Checked(secret.Value.Array(Member), context.Input.Array(Member))));
        return JsonObject.Empty;
    }

    public static JsonObject UntagResource(OperationContext context)
    {
        var secret = Secret.Get(context);
        var rest = TagList.Plain.Without(secret.Value.Array(Member), context.Input.Array("TagKeys").Strings);
        secret.Put(context.State, secret.Value.With(Member, rest.Count == 0 ? null : rest));
        return JsonObject.Empty;
    }

    /// <summary>The tags with those added, when they keep the rules.</summary>
    public static JsonArray Checked(JsonArray tags, JsonArray added)
    {
        if (TagList.Plain.FaultOf(added) is { } fault)
        {
            throw SecretErrors.InvalidParameter(fault);
        }

        var all = TagList.Plain.With(tags, added);
        return all.Count > TagList.Most ? throw new AwsException("LimitExceededException", "The number of tags exceeds the limit of 50.") : all;
    }
}
