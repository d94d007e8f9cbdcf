using System.Text;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Mail;

namespace Quell.Topics;

/// <summary>The address of an <c>email</c> or <c>email-json</c> subscription: notifications and requests to confirm as mails.</summary>
/// <param name="from">The sender's address; a topic's display name stands before it.</param>
internal sealed class EmailTarget(IMailTransport transport, string from, TimeProvider time) : ITarget
{
    /// <summary>The sender where none is configured.</summary>
    public const string DefaultFrom = "no-reply@quell.localhost";

    public async ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        if (JsonValue.Parse(delivery.Payload.Span) is not JsonObject document)
        {
            throw new DeliveryException("SDK_CLIENT_ERROR", "A mail is made of a notification; this is none.", isTransient: false);
        }

        try
        {
            await transport.SendAsync(Mail(delivery, document), cancellationToken).ConfigureAwait(false);
            return HandOver.Done;
        }
        catch (MailException fault)
        {
            throw new DeliveryException("SDK_CLIENT_ERROR", fault.Message, fault.IsTransient, fault);
        }
    }

    private MailMessage Mail(Delivery delivery, JsonObject document)
    {
        var spec = delivery.Spec;
        var isConfirmation = document.String("Type") == Notification.Confirmation;
        var name = spec.String("DisplayName") is { Length: > 0 } displayName ? displayName : "AWS Notifications";
        var isJson = spec.String("Protocol") == "email-json";
        return new(
            new MailAddress(from, name),
            new MailAddress(spec.String("Endpoint") ?? ""),
            document.String("Subject") ?? (isConfirmation ? "AWS Notification - Subscription Confirmation" : "AWS Notification Message"),
            isJson ? document.ToIndentedString() : isConfirmation ? ConfirmationText(document) : MessageText(document),
            [new("X-Amz-Sns-Topic-Arn", spec.String("TopicArn") ?? "")],
            time.GetUtcNow(),
            $"{spec.String("MessageId")}.{delivery.Id}");
    }

    private static string MessageText(JsonObject document) => new StringBuilder(document.String("Message"))
        .Append("\n\n--\nTo stop these notifications, open this link:\n")
        .Append(document.String("UnsubscribeURL"))
        .Append('\n')
        .ToString();

    private static string ConfirmationText(JsonObject document)
    {
        var arn = document.String("TopicArn");
        var topic = Arn.TryParse(arn, out var parsed) ? parsed.Resource : arn;
        return $"""
            This address has been subscribed to the topic "{topic}":
            {arn}

            To confirm the subscription, open this link:
            {document.String("SubscribeURL")}

            If you do not want it, do nothing: without confirmation nothing is sent.

            """;
    }
}
