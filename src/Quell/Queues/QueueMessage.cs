using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>A message as it was sent.</summary>
internal sealed record QueueMessage
{
    /// <summary>Its place among all messages; taken when it is sent.</summary>
    public required long Sequence { get; init; }

    /// <summary>The id that its sender was told.</summary>
    public required string Id { get; init; }

    /// <summary>The sender's unique id: an IAM user's, a role session's, or an account.</summary>
    public required string Sender { get; init; }

    public required DateTimeOffset Sent { get; init; }

    /// <summary>Not to be received before; <see cref="Sent"/> where it is not delayed.</summary>
    public required DateTimeOffset Visible { get; init; }

    public required string Body { get; init; }

    public JsonObject? Attributes { get; init; }

    /// <summary>What its sender set of the system attributes (<c>AWSTraceHeader</c>), in the form of message attributes.</summary>
    public JsonObject? System { get; init; }

    public string BodyMd5 => Md5(Body);

#pragma warning disable CA5351 // MD5 is what the API returns for clients to compare; nothing is protected by it.
    private static string Md5(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}

/// <summary>A message that was received and is hidden from others until its visibility timeout ends.</summary>
/// <param name="ReceiptHandle">Names this receipt in Delete and ChangeVisibility.</param>
/// <param name="Count">How often it has been received, this time included.</param>
/// <param name="Source">The ARN of the queue whose dead letter it is; null where it is none.</param>
internal sealed record ReceivedMessage(
    QueueMessage Message, string ReceiptHandle, long Count, DateTimeOffset FirstReceived, string? Source);

/// <summary>How many messages a queue has: to be received, received and not yet deleted, and delayed.</summary>
internal sealed record QueueCounts(int Visible, int InFlight, int Delayed);
