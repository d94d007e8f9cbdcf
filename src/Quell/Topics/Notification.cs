using System.Globalization;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Topics;

/// <summary>
/// The JSON documents that endpoints get (SNS developer guide, "Parsing Amazon SNS message formats"). They are not signed and
/// so leave out <c>SignatureVersion</c>, <c>Signature</c> and <c>SigningCertURL</c>: see docs/decisions/0050-unsigned-notifications.md.
/// </summary>
internal static class Notification
{
    public const string Message = "Notification";
    public const string Confirmation = "SubscriptionConfirmation";

    public static JsonObject Of(TopicMessage message, Subscription subscription) => JsonObject.Of(
        ("Type", Message),
        ("MessageId", message.Id),
        ("TopicArn", subscription.TopicArn),
        ("Subject", message.Subject is null ? null : (JsonValue)message.Subject),
        ("Message", message.TextFor(subscription.Protocol)),
        ("Timestamp", Text(message.Time)),
        ("UnsubscribeURL", subscription.UnsubscribeUrl),
        ("MessageAttributes", Attributes(message.Attributes)));

    /// <summary>Asks an endpoint to confirm.</summary>
    public static JsonObject ConfirmationOf(Subscription subscription, string messageId, DateTimeOffset now) => JsonObject.Of(
        ("Type", Confirmation),
        ("MessageId", messageId),
        ("Token", subscription.Token),
        ("TopicArn", subscription.TopicArn),
        ("Message", $"You have chosen to subscribe to the topic {subscription.TopicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message."),
        ("SubscribeURL", subscription.SubscribeUrl),
        ("Timestamp", Text(now)));

    /// <summary>What a function gets (Lambda developer guide, "Invoking Lambda functions with Amazon SNS notifications").</summary>
    public static JsonObject FunctionEvent(JsonObject notification, Subscription subscription) => JsonObject.Of(
        ("Records", new JsonArray([JsonObject.Of(
            ("EventSource", "aws:sns"),
            ("EventVersion", "1.0"),
            ("EventSubscriptionArn", subscription.Arn),
            ("Sns", JsonObject.Of(
                ("Type", notification["Type"]),
                ("MessageId", notification["MessageId"]),
                ("TopicArn", notification["TopicArn"]),
                ("Subject", notification["Subject"] ?? JsonValue.Null),
                ("Message", notification["Message"]),
                ("Timestamp", notification["Timestamp"]),
                ("UnsubscribeUrl", notification["UnsubscribeURL"]),
                ("MessageAttributes", notification["MessageAttributes"] ?? JsonObject.Empty))))])));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>{"name": {"Type", "Value"}}</c>.</summary>
    private static JsonObject? Attributes(JsonObject? attributes) => attributes is null ? null : JsonObject.From(
        ((IEnumerable<KeyValuePair<string, JsonValue>>)attributes).Select(each => KeyValuePair.Create(each.Key, (JsonValue)JsonObject.Of(
            ("Type", ((JsonObject)each.Value)["DataType"]),
            ("Value", ((JsonObject)each.Value)["StringValue"] ?? ((JsonObject)each.Value)["BinaryValue"])))));
}
