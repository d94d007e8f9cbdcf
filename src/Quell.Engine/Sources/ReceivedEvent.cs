using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Sources;

/// <summary>An event as a source from outside tells it, before it is on a bus.</summary>
internal sealed record ReceivedEvent
{
    public required string Source { get; init; }

    public required string DetailType { get; init; }

    public required JsonObject Detail { get; init; }

    public JsonArray Resources { get; init; } = JsonArray.Empty;

    /// <summary>When it happened; null where the sender does not say: then it is when it came in.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>
    /// Its id, a UUID, where the sender gives the event one: an event that comes again with it is the same event. Null where only
    /// Quell can give it one.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The replay, elsewhere, that sent it again: with it, it is another event than the first time. Null where none did.</summary>
    public string? ReplayName { get; init; }

    /// <summary>The account that it is of; null for that of the bus.</summary>
    public string? Account { get; init; }

    /// <summary>The region that it is of; null for that of the bus.</summary>
    public string? Region { get; init; }
}

/// <summary>The ids of events that were made elsewhere. On a bus every id is a UUID.</summary>
internal static class ForeignId
{
    /// <summary>The id where it is a UUID in the usual spelling; else the one that stands for it.</summary>
    public static string Keep(string id) => Guid.TryParseExact(id, "D", out _) ? id : Of("", id);

    /// <summary>A UUID that stands for a sender's id: of version 8 (RFC 9562, section 5.8), the same for the same names.</summary>
    /// <param name="space">Whose id it is: ids of different spaces never meet.</param>
    public static string Of(string space, string id)
    {
        var spaceBytes = Encoding.UTF8.GetBytes(space);
        var named = new byte[sizeof(int) + spaceBytes.Length + Encoding.UTF8.GetByteCount(id)];
        BinaryPrimitives.WriteInt32BigEndian(named, spaceBytes.Length);
        spaceBytes.CopyTo(named, sizeof(int));
        Encoding.UTF8.GetBytes(id, named.AsSpan(sizeof(int) + spaceBytes.Length));
        var bytes = SHA256.HashData(named).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
