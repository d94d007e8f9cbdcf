using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class SnsSubscription() : ResourceType(
    "AWS::SNS::Subscription",
    new PropertySchema(
        ("TopicArn", Text.Required().CreateOnly()),
        ("Protocol", Text.Required().CreateOnly()),
        ("Endpoint", Text.CreateOnly()),
        ("FilterPolicy", PropertyType.Json),
        ("FilterPolicyScope", Text),
        ("RawMessageDelivery", PropertyType.Boolean),
        ("RedrivePolicy", PropertyType.Json)),
    "Arn")
{
    private static readonly string[] Settings = ["FilterPolicyScope", "FilterPolicy", "RawMessageDelivery", "RedrivePolicy"];

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var attributes = JsonObject.From(Settings.Where(work.Properties.Has)
            .Select(name => KeyValuePair.Create(name, (JsonValue)(work.JsonText(name) ?? ""))));
        var output = await work.Call(
            "sns", "Subscribe",
            work.Pick("TopicArn", "Protocol", "Endpoint")
                .With("Attributes", attributes.Count > 0 ? attributes : null)
                .With("ReturnSubscriptionArn", true)).ConfigureAwait(false);
        var arn = output.String("SubscriptionArn") ?? "";
        return new(arn, ("Arn", arn));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        foreach (var name in Settings.Where(name => work.Changes(name)))
        {
            await work.Call(
                "sns", "SetSubscriptionAttributes",
                ("SubscriptionArn", work.PhysicalId), ("AttributeName", name), ("AttributeValue", work.JsonText(name) ?? Default(name))).ConfigureAwait(false);
        }

        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        try
        {
            if (Arn.TryParse(work.PhysicalId, out _))
            {
                await work.Remove("sns", "Unsubscribe", ("SubscriptionArn", work.PhysicalId)).ConfigureAwait(false);
            }
        }
        catch (AwsException error) when (error.Code == "InvalidParameter")
        {
            // A subscription that nobody confirmed cannot be ended; AWS drops it after two days, CloudFormation leaves it alone.
        }
    }

    private static string Default(string setting) => setting switch
    {
        "RawMessageDelivery" => "false",
        "FilterPolicyScope" => "MessageAttributes",
        "FilterPolicy" => "{}",
        _ => "",
    };
}
