using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Quell.Tests.Mail;

/// <summary>A real SMTP server (aiosmtpd, <c>smtp_server.py</c>) on a port of its own; ends with its standard input.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    /// <summary>Debian's own Python, which has python3-aiosmtpd.</summary>
    public const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private SmtpServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<SmtpServer> StartAsync(params string[] arguments)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Mail", "smtp_server.py");
        var process = Process.Start(new ProcessStartInfo(Python, [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await process.StandardOutput.ReadLineAsync() is { } port)
        {
            return new(process, int.Parse(port, CultureInfo.InvariantCulture));
        }

        using (process)
        {
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        }
    }

    public async Task<JsonElement> NextAsync() =>
        JsonSerializer.Deserialize<JsonElement>(await _process.StandardOutput.ReadLineAsync() ?? throw new EndOfStreamException());

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
