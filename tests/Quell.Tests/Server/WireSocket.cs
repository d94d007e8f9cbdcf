using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Quell.Engine.Json;

namespace Quell.Tests.Server;

/// <summary>An answer as it came off the socket.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string BodyText => Encoding.UTF8.GetString(Body);

    public string? RequestId => Headers.GetValueOrDefault("x-amzn-requestid") ?? Headers.GetValueOrDefault("x-amz-request-id");

    /// <summary>The error code in whatever form the protocol has it; null where the body is in none.</summary>
    public string? Code => Body.Length == 0 ? null : Body[0] == '{' ? JsonCode() : XmlCode();

    /// <summary>The text of an XML answer's first element of that name.</summary>
    public string Text(string element) => XDocument.Parse(BodyText).Descendants().First(each => each.Name.LocalName == element).Value;

    private string? JsonCode()
    {
        if (JsonValue.Parse(Body) is not JsonObject error || (error.String("message") ?? error.String("Message")) is null)
        {
            return null;
        }

        var type = error.String("__type") ?? Headers.GetValueOrDefault("x-amzn-errortype");
        return type?.Split('#')[^1].Split(':')[0];
    }

    private string? XmlCode()
    {
        try
        {
            return XDocument.Parse(BodyText).Descendants().FirstOrDefault(each => each.Name.LocalName == "Code")?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}

/// <summary>Sends requests as bytes, also such as no client library would send. Signs with a key that nobody made.</summary>
internal sealed class WireSocket(Uri address)
{
    public string Host => address.Authority;

    /// <summary>The headers that make it a request for the service.</summary>
    public static Dictionary<string, string> Signed(string service, string region = "us-east-1", string key = "test")
    {
        var now = DateTime.UtcNow;
        var day = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return new(StringComparer.OrdinalIgnoreCase)
        {
            ["Authorization"] = $"AWS4-HMAC-SHA256 Credential={key}/{day}/{region}/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}",
            ["X-Amz-Date"] = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A call in the query form.</summary>
    public Task<WireAnswer> Call(string service, string form) =>
        Send(service, "POST", "/", new() { ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8" }, Encoding.UTF8.GetBytes(form));

    /// <param name="service">Null for a request without a signature.</param>
    public Task<WireAnswer> Send(string? service, string method, string target, Dictionary<string, string>? headers = null, byte[]? body = null)
    {
        var all = service is null ? new(StringComparer.OrdinalIgnoreCase) : Signed(service);
        all["Host"] = Host;
        all["Connection"] = "close";
        all["Content-Length"] = (body?.Length ?? 0).ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in headers ?? [])
        {
            all[name] = value;
        }

        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        foreach (var (name, value) in all.Where(header => header.Value.Length > 0))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return SendRaw([.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body ?? []]);
    }

    /// <summary>Sends the bytes and reads until the server closes; status 0 where it said nothing.</summary>
    public async Task<WireAnswer> SendRaw(byte[] request, bool endsThere = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        var stream = socket.GetStream();
        var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(request);
            if (endsThere)
            {
                socket.Client.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(received);
        }
        catch (IOException)
        {
            // The server may close while a request that it has refused is still being sent; what it said counts.
        }

        return Read(received.ToArray());
    }

    private static WireAnswer Read(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return new(0, new Dictionary<string, string>(), []);
        }

        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).GroupBy(pair => pair[0].ToLowerInvariant())
            .ToDictionary(group => group.Key, group => group.First().ElementAtOrDefault(1) ?? "");
        return new(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, Unchunk(headers, bytes[(end + 4)..]));
    }

    private static byte[] Unchunk(Dictionary<string, string> headers, byte[] body)
    {
        if (headers.GetValueOrDefault("transfer-encoding") != "chunked")
        {
            return body;
        }

        var whole = new MemoryStream();
        var rest = body.AsSpan();
        while (rest.IndexOf("\r\n"u8) is > 0 and var line)
        {
            var length = int.Parse(Encoding.ASCII.GetString(rest[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            whole.Write(rest.Slice(line + 2, length));
            rest = rest[(line + 2 + length + 2)..];
        }

        return whole.ToArray();
    }
}
