using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Topics;

/// <summary>
/// A subscription as it is defined: a resource beside its topic under <c>TOPIC:ID</c>. <see cref="Token"/> confirms it;
/// nothing is delivered before.
/// </summary>
internal sealed record Subscription(string Id, Scope Scope, JsonObject Value)
{
    public const string ResourceType = "sns:subscription";

    public string Arn => Scope.Arn("sns", Id).ToString();

    public string TopicArn => Value.String("TopicArn") ?? "";

    public string Protocol => Value.String("Protocol") ?? "";

    public string Endpoint => Value.String("Endpoint") ?? "";

    public string Owner => Value.String("Owner") ?? "";

    public string Token => Value.String("Token") ?? "";

    public bool IsConfirmed => Value.Bool("IsConfirmed") is true;

    /// <summary>The endpoint has not been asked to confirm yet.</summary>
    public bool IsConfirmationDue => Value.Bool("IsConfirmationDue") is true;

    /// <summary>Only who signs as the owner may end it.</summary>
    public bool IsUnsubscribeAuthenticated => Value.Bool("IsUnsubscribeAuthenticated") is true;

    /// <summary>What was set: <c>FilterPolicy</c>, <c>RawMessageDelivery</c>, …</summary>
    public JsonObject Attributes => Value.Object("Attributes") ?? JsonObject.Empty;

    public bool IsRaw => Attributes.Bool("RawMessageDelivery") is true;

    /// <summary>Where the endpoint's owner confirms it, without signature.</summary>
    public string SubscribeUrl =>
        $"http://{Value.String("Host")}/?Action=ConfirmSubscription&TopicArn={TopicArn}&Token={Token}";

    /// <summary>Where the endpoint's owner ends it, without signature.</summary>
    public string UnsubscribeUrl => $"http://{Value.String("Host")}/?Action=Unsubscribe&SubscriptionArn={Arn}";

    public static Subscription? Find(ResourceSet state, string? arn) =>
        Engine.Scopes.Arn.TryParse(arn, out var parsed) && parsed.Service == "sns"
        && state.Get(new(parsed.Scope, ResourceType, parsed.Resource)) is { } value
            ? new(parsed.Resource, parsed.Scope, value) : null;

    public static IEnumerable<Subscription> Of(ResourceSet state, Scope scope) =>
        state.List(scope, ResourceType).Select(entry => new Subscription(entry.Key, scope, entry.Value));

    public Subscription With(string member, JsonValue? value) => this with { Value = Value.With(member, value) };

    public void Put(ResourceEdit state) => state.Put(Scope, ResourceType, Id, Value);

    public void Delete(ResourceEdit state) => state.Delete(Scope, ResourceType, Id);
}
