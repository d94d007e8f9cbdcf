using System.Buffers;
using Quell.Replay;

namespace Quell.Cli;

/// <summary>Puts replayed events on the bus of a running process, many at a time.</summary>
internal sealed class ReplayDelivery(ApiClient target)
{
    private const int MaxEvents = 500;
    private const int MaxBytes = 1024 * 1024;

    private readonly List<Func<string>> _places = [];
    private ArrayBufferWriter<byte> _body = Begin();

    /// <summary>Events that are on the bus.</summary>
    public long Delivered { get; private set; }

    public async ValueTask Add(RecordedEvent recorded, Action<string> report, CancellationToken cancellationToken)
    {
        if (_places.Count > 0)
        {
            _body.Write(","u8);
        }

        _body.Write(recorded.Utf8.Span);
        _places.Add(recorded.Place);
        if (_places.Count >= MaxEvents || _body.WrittenCount >= MaxBytes)
        {
            await Flush(report, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what has gathered.</summary>
    public async ValueTask Flush(Action<string> report, CancellationToken cancellationToken)
    {
        if (_places.Count == 0)
        {
            return;
        }

        _body.Write("]}"u8);
        var answer = await target.Post("events", _body.WrittenMemory, cancellationToken).ConfigureAwait(false);
        foreach (var entry in answer.Array("events").Objects.Select((result, index) => (Result: result, Index: index)))
        {
            if (entry.Result.String("error") is { } error)
            {
                report($"{_places[entry.Index]()}: {error}");
            }
            else
            {
                Delivered++;
            }
        }

        _places.Clear();
        _body = Begin();
    }

    private static ArrayBufferWriter<byte> Begin()
    {
        var body = new ArrayBufferWriter<byte>(MaxBytes);
        body.Write("{\"events\":["u8);
        return body;
    }
}
