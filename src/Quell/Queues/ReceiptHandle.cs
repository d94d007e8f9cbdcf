using System.Globalization;
using System.Text;

namespace Quell.Queues;

/// <summary>Names one receipt of a message; to clients an opaque text.</summary>
/// <param name="Incarnation">The queue that it was received from.</param>
/// <param name="Received">The how-manieth receipt of the message it is.</param>
internal readonly record struct ReceiptHandle(string Incarnation, long Sequence, long Received)
{
    public override string ToString() => Convert.ToBase64String(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Incarnation}:{Sequence}:{Received}")));

    /// <exception cref="Aws.AwsException">The text is no receipt handle of this queue.</exception>
    public static ReceiptHandle Parse(string text, string incarnation)
    {
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length).Split(':') is [var queue, var sequence, var received]
            && queue == incarnation
            && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var sequenceNumber)
            && long.TryParse(received, NumberStyles.None, CultureInfo.InvariantCulture, out var receivedNumber))
        {
            return new(queue, sequenceNumber, receivedNumber);
        }

        throw QueueErrors.InvalidReceipt(text);
    }
}
