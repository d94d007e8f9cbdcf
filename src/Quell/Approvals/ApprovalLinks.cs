using System.Security.Cryptography;
using System.Text;
using Quell.Secrets;

namespace Quell.Approvals;

/// <summary>
/// The links by which a topic is asked that is among the approvers: whoever gets its messages decides in its name. A link is signed
/// (HMAC-SHA-256, with a key that follows from the data folder's) for one approval and one topic, and is spent with the decision.
/// </summary>
internal sealed class ApprovalLinks(SecretBox secrets)
{
    public const string Prefix = "/approvals/";
    public const string TopicParameter = "for";
    public const string SignatureParameter = "signature";

    private readonly byte[] _key = secrets.Derive("links of approvals");

    /// <summary>What links begin with, known once Quell listens: <c>http://127.0.0.1:4600</c>.</summary>
    public string Origin { get; set; } = "http://127.0.0.1:4600";

    /// <param name="topic">The ARN of the topic that is asked.</param>
    public string Of(Approval approval, string topic) =>
        $"{Origin}{Prefix}{approval.Id}?{TopicParameter}={Uri.EscapeDataString(topic)}&{SignatureParameter}={Convert.ToHexStringLower(Sign(approval, topic))}";

    /// <summary>Whether a link's signature is the one of this approval and topic; takes as long for any other.</summary>
    public bool IsSigned(Approval approval, string topic, string signature) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Sign(approval, topic))));

    /// <summary>The execution's id is in it, so that a link of another data folder with the same key fits nothing here.</summary>
    private byte[] Sign(Approval approval, string topic) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{approval.Id}\n{approval.ExecutionId}\n{topic}"));
}
