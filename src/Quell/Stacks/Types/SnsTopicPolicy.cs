using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class SnsTopicPolicy() : ResourceType(
    "AWS::SNS::TopicPolicy",
    new PropertySchema(("PolicyDocument", PropertyType.Json.Required()), ("Topics", ListOf(Text).Required())),
    "Id")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        var id = work.PhysicalId = work.Name();
        await Set(work, work.Properties.Array("Topics").Strings).ConfigureAwait(false);
        return new(id, ("Id", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var topics = work.Properties.Array("Topics").Strings.ToList();
        await Clear(work, work.Before.Array("Topics").Strings.Except(topics, StringComparer.Ordinal)).ConfigureAwait(false);
        await Set(work, topics).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => Clear(work, work.Properties.Array("Topics").Strings);

    private static async Task Set(ResourceWork work, IEnumerable<string> topics)
    {
        foreach (var topic in topics)
        {
            await work.Call("sns", "SetTopicAttributes", ("TopicArn", topic), ("AttributeName", "Policy"), ("AttributeValue", work.JsonText("PolicyDocument"))).ConfigureAwait(false);
        }
    }

    /// <summary>Gives topics back the policy that every topic begins with: its owner may do everything.</summary>
    private static async Task Clear(ResourceWork work, IEnumerable<string> topics)
    {
        foreach (var topic in topics)
        {
            await work.Remove("sns", "SetTopicAttributes", ("TopicArn", topic), ("AttributeName", "Policy"), ("AttributeValue", Default(topic))).ConfigureAwait(false);
        }
    }

    private static string Default(string topic) => JsonObject.Of(
        ("Version", "2008-10-17"),
        ("Id", "__default_policy_ID"),
        ("Statement", new JsonArray([JsonObject.Of(
            ("Sid", "__default_statement_ID"),
            ("Effect", "Allow"),
            ("Principal", JsonObject.Of(("AWS", "*"))),
            ("Action", JsonArray.From(
            [
                "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission", "SNS:RemovePermission", "SNS:DeleteTopic",
                "SNS:Subscribe", "SNS:ListSubscriptionsByTopic", "SNS:Publish",
            ])),
            ("Resource", topic),
            ("Condition", JsonObject.Of(("StringEquals", JsonObject.Of(("AWS:SourceOwner", Arn.TryParse(topic, out var arn) ? arn.Account : ""))))))]))).ToString();
}
