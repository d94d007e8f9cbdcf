using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Quell.Tests.Gate;

/// <summary>An AWS of one's own making on a socket: it sees each request as it came and answers, or closes the connection.</summary>
/// <param name="answer">The body of the answer to a request (its head and body); null closes without one.</param>
internal sealed class SpyAws(Func<string, string?> answer) : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _serving = Task.CompletedTask;

    public List<string> Requests { get; } = [];

    public string Start()
    {
        _listener.Start();
        _serving = Task.Run(Serve);
        return $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task Serve()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (SocketException)
            {
                return;
            }

            using (client)
            {
                var request = await Read(client.GetStream());
                Requests.Add(request);
                if (answer(request) is { } body)
                {
                    var bytes = Encoding.UTF8.GetBytes(body);
                    var head = $"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n";
                    await client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. bytes]);
                }
            }
        }
    }

    private static async Task<string> Read(NetworkStream stream)
    {
        var received = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var count = await stream.ReadAsync(buffer);
            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
            var text = received.ToString();
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (count == 0 || (end >= 0 && text.Length - end - 4 >= Length(text[..end])))
            {
                return text;
            }
        }
    }

    private static int Length(string head)
    {
        var line = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
