using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class SqsQueue() : ResourceType(
    "AWS::SQS::Queue",
    new PropertySchema(
        ("QueueName", Text.CreateOnly()),
        ("DelaySeconds", Integer),
        ("MaximumMessageSize", Integer),
        ("MessageRetentionPeriod", Integer),
        ("ReceiveMessageWaitTimeSeconds", Integer),
        ("VisibilityTimeout", Integer),
        ("RedrivePolicy", PropertyType.Json),
        ("RedriveAllowPolicy", PropertyType.Json),
        ("SqsManagedSseEnabled", PropertyType.Boolean),
        ("Tags", PropertyType.Tags)),
    "Arn", "QueueName", "QueueUrl")
{
    /// <summary>The settings, with the values that AWS gives a queue that does not name them.</summary>
    private static readonly (string Name, string Default)[] Settings =
    [
        ("DelaySeconds", "0"), ("MaximumMessageSize", "1048576"), ("MessageRetentionPeriod", "345600"),
        ("ReceiveMessageWaitTimeSeconds", "0"), ("VisibilityTimeout", "30"), ("RedrivePolicy", ""), ("RedriveAllowPolicy", ""),
        ("SqsManagedSseEnabled", "true"),
    ];

    public override string NameProperty => "QueueName";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("QueueName") ?? work.Name(80);
        var attributes = JsonObject.From(Settings.Where(setting => work.Properties.Has(setting.Name))
            .Select(setting => KeyValuePair.Create(setting.Name, (JsonValue)(work.JsonText(setting.Name) ?? ""))));
        var output = await work.Call(
            "sqs", "CreateQueue",
            ("QueueName", name), ("Attributes", attributes.Count > 0 ? attributes : null), ("tags", TagChanges.Map(work["Tags"]))).ConfigureAwait(false);
        var url = output.String("QueueUrl") ?? "";
        return new(url, ("Arn", work.Scope.Arn("sqs", name).ToString()), ("QueueName", name), ("QueueUrl", url));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var changed = JsonObject.From(Settings.Where(setting => work.Changes(setting.Name))
            .Select(setting => KeyValuePair.Create(setting.Name, (JsonValue)(work.JsonText(setting.Name) ?? setting.Default))));
        if (changed.Count > 0)
        {
            await work.Call("sqs", "SetQueueAttributes", ("QueueUrl", work.PhysicalId), ("Attributes", changed)).ConfigureAwait(false);
        }

        await TagChanges.Apply(
            work,
            keys => work.Call("sqs", "UntagQueue", ("QueueUrl", work.PhysicalId), ("TagKeys", keys)),
            tags => work.Call("sqs", "TagQueue", ("QueueUrl", work.PhysicalId), ("Tags", tags))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("sqs", "DeleteQueue", ("QueueUrl", work.PhysicalId));
}
