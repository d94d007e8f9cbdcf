using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Quell.Mail;

/// <summary>A conversation with an SMTP server, from its greeting on.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int LongestReply = 64 * 1024;

    private readonly SmtpOptions _options;

    private readonly string _self;

    private readonly byte[] _buffer = new byte[4096];

    private Stream _stream;

    private int _start;

    private int _end;

    private string[] _offers = [];

    private SmtpConnection(SmtpOptions options, Socket socket)
    {
        _options = options;
        _stream = new NetworkStream(socket, ownsSocket: true);
        var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        _self = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";
    }

    public bool IsEncrypted => _stream is SslStream;

    public static async Task<SmtpConnection> OpenAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var connection = new SmtpConnection(options, socket);
        try
        {
            await connection.ExpectAsync("the connection", 2, cancellationToken);
            await connection.GreetAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether the server offers the extension, and with it the parameter.</summary>
    public bool Offers(string extension, string? parameter = null) =>
        _offers.Select(offer => offer.Split(' ')).Any(words =>
            words[0].Equals(extension, StringComparison.OrdinalIgnoreCase)
            && (parameter is null || words.Contains(parameter, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Sends a command and waits for a reply of that first digit.</summary>
    /// <param name="called">What an error names it; null for the command itself, which then must hold no secret.</param>
    /// <exception cref="MailException">The server answers otherwise.</exception>
    public async Task CommandAsync(string command, int expected, string? called, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        await ExpectAsync(called ?? command, expected, cancellationToken);
    }

    /// <summary>Sends the message, its leading dots doubled (RFC 5321, 4.5.2), and waits until the server has it.</summary>
    /// <param name="message">In lines that end in CR LF.</param>
    public async Task SendDataAsync(byte[] message, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream(message.Length + 64);
        var isLineStart = true;
        foreach (var value in message)
        {
            if (value == '.' && isLineStart)
            {
                data.WriteByte((byte)'.');
            }

            data.WriteByte(value);
            isLineStart = value == '\n';
        }

        data.Write(".\r\n"u8);
        await _stream.WriteAsync(data.GetBuffer().AsMemory(0, (int)data.Length), cancellationToken);
        await ExpectAsync("the message", 2, cancellationToken);
    }

    public async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        if (!Offers("STARTTLS"))
        {
            throw new MailException($"The SMTP server {_options.Host}:{_options.Port} does not offer STARTTLS.", isTransient: false);
        }

        await CommandAsync("STARTTLS", 2, null, cancellationToken);
        if (_start != _end)
        {
            // Whatever came before the handshake was not encrypted: somebody on the way put it there.
            throw new MailException($"The SMTP server {_options.Host}:{_options.Port} sent more before TLS began.", isTransient: false);
        }

        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = _options.Host, CertificateChainPolicy = Trust() }, cancellationToken);
        await GreetAsync(cancellationToken);
    }

    /// <summary>Takes leave. The mail is delivered by now, so a server that hangs up early has done nothing wrong.</summary>
    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CommandAsync("QUIT", 2, null, cancellationToken);
        }
        catch (Exception late) when (late is IOException or MailException or OperationCanceledException)
        {
            return;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"EHLO {_self}\r\n"), cancellationToken);
        var lines = await ExpectAsync("EHLO", 2, cancellationToken);
        _offers = [.. lines.Skip(1)];
    }

    private X509ChainPolicy? Trust()
    {
        if (_options.CaFile is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(_options.CaFile);
        return policy;
    }

    /// <summary>The lines of a reply without their code (RFC 5321, 4.2.1: <c>250-first</c>, <c>250 last</c>).</summary>
    private async Task<List<string>> ExpectAsync(string to, int expected, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                throw new MailException($"{_options.Host}:{_options.Port} does not speak SMTP: it said '{MailAddress.Printable(line)}'.", isTransient: false);
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-')
            {
                continue;
            }

            return code / 100 == expected
                ? lines
                : throw new MailException(
                    $"The SMTP server {_options.Host}:{_options.Port} answered {to} with {code} {MailAddress.Printable(string.Join(' ', lines))}",
                    isTransient: code / 100 != 5, code);
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var taken = length < 0 ? _end - _start : length + 1;
            line.Append(Encoding.UTF8.GetString(_buffer, _start, taken));
            _start += taken;
            if (length >= 0)
            {
                return line.ToString().TrimEnd('\r', '\n');
            }

            _start = 0;
            _end = line.Length > LongestReply ? 0 : await _stream.ReadAsync(_buffer, cancellationToken);
            if (_end == 0)
            {
                throw new IOException("The server closed the connection.");
            }
        }
    }
}
