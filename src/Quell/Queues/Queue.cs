using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Queues;

/// <summary>A queue as it is defined: a resource in its account and region under its name.</summary>
internal sealed record Queue(string Name, Scope Scope, JsonObject Value)
{
    public const string ResourceType = "sqs:queue";

    /// <summary>Tells this queue's messages from those of an earlier queue of its name.</summary>
    public string Incarnation => Value.String("Incarnation") ?? "";

    public string Arn => Scope.Arn("sqs", Name).ToString();

    /// <summary>What was set; attributes that were not have their defaults in <see cref="QueueAttributes"/>.</summary>
    public JsonObject Attributes => Value.Object("Attributes") ?? JsonObject.Empty;

    public JsonObject Tags => Value.Object("Tags") ?? JsonObject.Empty;

    public TimeSpan VisibilityTimeout => Seconds("VisibilityTimeout");

    public TimeSpan Delay => Seconds("DelaySeconds");

    public TimeSpan Retention => Seconds("MessageRetentionPeriod");

    public TimeSpan ReceiveWait => Seconds("ReceiveMessageWaitTimeSeconds");

    public int MaximumMessageSize => (int)Number("MaximumMessageSize");

    /// <summary>Where messages go that were received too often; null without redrive policy.</summary>
    public RedrivePolicy? Redrive => RedrivePolicy.Of(Attributes.String("RedrivePolicy"));

    public string UrlAt(string host) => $"http://{host}/{Scope.Account}/{Name}";

    public static Queue? Find(ResourceSet state, Scope scope, string name) =>
        state.Get(new(scope, ResourceType, name)) is { } value ? new(name, scope, value) : null;

    /// <summary>The queue that an ARN names; null where there is none.</summary>
    public static Queue? Find(ResourceSet state, string? arn) =>
        Engine.Scopes.Arn.TryParse(arn, out var parsed) && parsed.Service == "sqs" ? Find(state, parsed.Scope, parsed.Resource) : null;

    public static IEnumerable<Queue> Of(ResourceSet state, Scope scope) =>
        state.List(scope, ResourceType).Select(entry => new Queue(entry.Key, scope, entry.Value));

    public void Put(ResourceEdit state) => state.Put(Scope, ResourceType, Name, Value);

    /// <summary>An attribute as a number, its default where it was not set.</summary>
    private long Number(string name) =>
        Attributes.Long(name) ?? long.Parse(QueueAttributes.Defaults[name], CultureInfo.InvariantCulture);

    private TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Number(name));
}

/// <summary>A queue's <c>RedrivePolicy</c>: after <paramref name="MaxReceiveCount"/> receipts a message goes to the other queue.</summary>
internal sealed record RedrivePolicy(string DeadLetterTargetArn, long MaxReceiveCount)
{
    /// <param name="text">The attribute's text, which was checked when it was set.</param>
    public static RedrivePolicy? Of(string? text) =>
        !string.IsNullOrEmpty(text) && JsonValue.Parse(text) is JsonObject policy
            ? new(policy.String("deadLetterTargetArn") ?? "", policy.Long("maxReceiveCount") ?? 10)
            : null;
}
