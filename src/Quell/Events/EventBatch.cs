using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Quell.Engine.Events;
using Quell.Engine.Scopes;
using Quell.Storage;

namespace Quell.Events;

/// <summary>
/// Events that go onto one bus together: a row of the journal. Bodies lie behind their lengths (little-endian int32), hashes
/// are the SHA-256 of each body, 32 bytes each.
/// </summary>
internal sealed class EventBatch(Scope scope, string bus, long firstSequence, int count) : IBufferWriter<byte>
{
    public const int HashLength = SHA256.HashSizeInBytes;

    private readonly byte[] _hashes = new byte[count * HashLength];
    private readonly (int Start, int Length)[] _places = new (int, int)[count];
    private byte[] _body = ArrayPool<byte>.Shared.Rent(count * 1_536);
    private int _length;

    public Scope Scope { get; } = scope;

    public string Bus { get; } = bus;

    /// <summary>Events written so far.</summary>
    public int Count { get; private set; }

    public long SequenceOf(int number) => firstSequence + number;

    /// <summary>The bytes of an event; good once sealed.</summary>
    public ReadOnlyMemory<byte> BodyOf(int number) => _body.AsMemory(_places[number].Start, _places[number].Length);

    /// <summary>Writes the next event's envelope.</summary>
    public void Add(in EventParts parts)
    {
        var start = Begin();
        EventEnvelopeWriter.Write(this, parts);
        End(start);
    }

    /// <summary>Takes an envelope as it is.</summary>
    public void Add(ReadOnlySpan<byte> envelope)
    {
        var start = Begin();
        this.Write(envelope);
        End(start);
    }

    public void Save(JournalConnection connection, long now) => connection.Execute(
        "INSERT INTO events (seq, count, time, account, region, bus, hashes, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        firstSequence, (long)Count, now, Scope.Account, Scope.Region, Bus, _hashes, _body);

    /// <summary>Ends the writing: the store takes whole arrays only.</summary>
    public EventBatch Seal()
    {
        var written = _body;
        _body = written.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(written);
        return this;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _body.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _body.AsSpan(_length);
    }

    private int Begin()
    {
        Reserve(sizeof(int));
        _length += sizeof(int);
        return _length;
    }

    private void End(int start)
    {
        var body = _body.AsSpan(start, _length - start);
        BinaryPrimitives.WriteInt32LittleEndian(_body.AsSpan(start - sizeof(int)), body.Length);
        SHA256.HashData(body, _hashes.AsSpan(Count * HashLength, HashLength));
        _places[Count++] = (start, body.Length);
    }

    private void Reserve(int more)
    {
        more = Math.Max(more, 1);
        if (_body.Length - _length < more)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_body.Length * 2, _length + more));
            _body.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_body);
            _body = larger;
        }
    }

}
