using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

// A web server that costs next to nothing: takes any request with a Content-Length, answers 200. Requests whose body has
// "t":MICROSECONDS (since 1970) are timed. GET /report answers with what came since the last report, and forgets it.
var tally = new Tally();
using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
listener.Bind(new IPEndPoint(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture)));
listener.Listen(512);
Console.WriteLine("ready");
while (true)
{
    _ = Serve(await listener.AcceptAsync(), tally);
}

static async Task Serve(Socket socket, Tally tally)
{
    using var own = socket;
    socket.NoDelay = true;
    var buffer = new byte[1 << 21];
    var filled = 0;
    try
    {
        while (await socket.ReceiveAsync(buffer.AsMemory(filled)) is > 0 and var read)
        {
            filled += read;
            var used = 0;
            while (Take(buffer.AsSpan(used, filled - used), tally, out var answer) is > 0 and var taken)
            {
                used += taken;
                await socket.SendAsync(answer);
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
        }
    }
    catch (SocketException)
    {
        // The other side is gone.
        return;
    }
}

static int Take(ReadOnlySpan<byte> text, Tally tally, out ReadOnlyMemory<byte> answer)
{
    answer = Tally.Fine;
    var head = text.IndexOf("\r\n\r\n"u8);
    if (head < 0)
    {
        return 0;
    }

    if (text.StartsWith("GET /report"u8))
    {
        answer = tally.Report();
        return head + 4;
    }

    var length = 0;
    var place = text[..head].IndexOf("Content-Length: "u8);
    if (place >= 0)
    {
        _ = System.Buffers.Text.Utf8Parser.TryParse(text[(place + 16)..], out length, out _);
    }

    if (text.Length < head + 4 + length)
    {
        return 0;
    }

    tally.Add(text.Slice(head + 4, length));
    return head + 4 + length;
}

internal sealed class Tally
{
    public static readonly byte[] Fine = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    private readonly Lock _gate = new();
    private readonly List<int> _micros = new(1 << 20);
    private long _count;
    private long _first;
    private long _last;

    public void Add(ReadOnlySpan<byte> body)
    {
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        var place = body.IndexOf("\"t\":"u8);
        var sent = 0L;
        var isTimed = place >= 0 && System.Buffers.Text.Utf8Parser.TryParse(body[(place + 4)..], out sent, out _);
        lock (_gate)
        {
            _count++;
            _last = now;
            _first = _first == 0 ? now : _first;
            if (isTimed)
            {
                _micros.Add((int)Math.Min(now - sent, int.MaxValue));
            }
        }
    }

    public byte[] Report()
    {
        lock (_gate)
        {
            _micros.Sort();
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"count":{{_count}},"seconds":{{(_last - _first) / 1e6}},"p50":{{At(0.5)}},"p99":{{At(0.99)}},"max":{{At(1)}}}""");
            _micros.Clear();
            (_count, _first, _last) = (0, 0, 0);
            return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {text.Length}\r\n\r\n{text}");
        }
    }

    private double At(double part) => _micros.Count == 0 ? 0 : _micros[Math.Min(_micros.Count - 1, (int)(_micros.Count * part))] / 1000.0;
}
