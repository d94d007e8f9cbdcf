using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Topics;

/// <summary>A topic as it is defined: a resource in its account and region under its name.</summary>
internal sealed record Topic(string Name, Scope Scope, JsonObject Value)
{
    public const string ResourceType = "sns:topic";

    public string Arn => Scope.Arn("sns", Name).ToString();

    /// <summary>What was set: <c>DisplayName</c>, <c>Policy</c>, <c>DeliveryPolicy</c>.</summary>
    public JsonObject Attributes => Value.Object("Attributes") ?? JsonObject.Empty;

    /// <summary>Its tags by key.</summary>
    public JsonObject Tags => Value.Object("Tags") ?? JsonObject.Empty;

    /// <summary>The topic that an ARN names; null where there is none.</summary>
    public static Topic? Find(ResourceSet state, string? arn) =>
        Engine.Scopes.Arn.TryParse(arn, out var parsed) && parsed.Service == "sns"
        && state.Get(new(parsed.Scope, ResourceType, parsed.Resource)) is { } value
            ? new(parsed.Resource, parsed.Scope, value) : null;

    public static IEnumerable<Topic> Of(ResourceSet state, Scope scope) =>
        state.List(scope, ResourceType).Select(entry => new Topic(entry.Key, scope, entry.Value));

    public IEnumerable<Subscription> Subscriptions(ResourceSet state) => Subscription.Of(state, Scope).Where(each => each.TopicArn == Arn);

    public void Put(ResourceEdit state) => state.Put(Scope, ResourceType, Name, Value);
}

/// <summary>Finds the topic that a call names.</summary>
internal static class TopicLookup
{
    /// <exception cref="Aws.AwsException">The ARN is malformed, another account's, or of no topic.</exception>
    public static Topic Topic(this OperationContext context, string member = "TopicArn")
    {
        var text = context.Input.String(member);
        if (!Arn.TryParse(text, out var arn) || arn.Service != "sns" || arn.Resource.Contains(':', StringComparison.Ordinal))
        {
            throw TopicErrors.Invalid(member);
        }

        if (arn.Account != context.Scope.Account)
        {
            throw TopicErrors.Denied(context.Call.Operation, arn.ToString());
        }

        return Topics.Topic.Find(context.State.Current, text) ?? throw TopicErrors.NoTopic();
    }
}
