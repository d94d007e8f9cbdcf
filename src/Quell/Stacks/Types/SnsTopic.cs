using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class SnsTopic() : ResourceType(
    "AWS::SNS::Topic",
    new PropertySchema(
        ("TopicName", Text.CreateOnly()),
        ("DisplayName", Text),
        ("Subscription", ListOf(Object(("Endpoint", Text.Required()), ("Protocol", Text.Required())))),
        ("Tags", PropertyType.Tags)),
    "TopicArn", "TopicName")
{
    public override string NameProperty => "TopicName";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("TopicName") ?? work.Name(256);
        var output = await work.Call(
            "sns", "CreateTopic",
            ("Name", name),
            ("Attributes", work.Properties.Has("DisplayName") ? work.Pick("DisplayName") : null),
            ("Tags", work["Tags"])).ConfigureAwait(false);
        var arn = work.PhysicalId = output.String("TopicArn") ?? "";
        foreach (var subscription in work.Properties.Array("Subscription").Objects)
        {
            await Subscribe(work, subscription).ConfigureAwait(false);
        }

        return new(arn, ("TopicArn", arn), ("TopicName", name));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("DisplayName"))
        {
            await work.Call(
                "sns", "SetTopicAttributes",
                ("TopicArn", work.PhysicalId), ("AttributeName", "DisplayName"), ("AttributeValue", work["DisplayName"] ?? "")).ConfigureAwait(false);
        }

        await UpdateSubscriptions(work).ConfigureAwait(false);
        await TagChanges.Apply(
            work,
            keys => work.Call("sns", "UntagResource", ("ResourceArn", work.PhysicalId), ("TagKeys", keys)),
            tags => work.Call("sns", "TagResource", ("ResourceArn", work.PhysicalId), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("sns", "DeleteTopic", ("TopicArn", work.PhysicalId));

    private static Task<JsonObject> Subscribe(ResourceWork work, JsonObject subscription) =>
        work.Call("sns", "Subscribe", subscription.With("TopicArn", work.PhysicalId));

    private static async Task UpdateSubscriptions(ResourceWork work)
    {
        var before = work.Before.Array("Subscription");
        var after = work.Properties.Array("Subscription");
        foreach (var added in after.Objects.Except(before.Objects))
        {
            await Subscribe(work, added).ConfigureAwait(false);
        }

        var removed = before.Objects.Except(after.Objects).Select(each => (each.String("Protocol"), each.String("Endpoint"))).ToHashSet();
        if (removed.Count == 0)
        {
            return;
        }

        var listed = await work.Call("sns", "ListSubscriptionsByTopic", ("TopicArn", work.PhysicalId)).ConfigureAwait(false);
        foreach (var subscription in listed.Array("Subscriptions").Objects.Where(each =>
                     removed.Contains((each.String("Protocol"), each.String("Endpoint"))) && Arn.TryParse(each.String("SubscriptionArn"), out _)))
        {
            await work.Remove("sns", "Unsubscribe", ("SubscriptionArn", subscription["SubscriptionArn"])).ConfigureAwait(false);
        }
    }
}
