using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Quell.Tests.Examples;

/// <summary>A real SMTP server (aiosmtpd) that keeps what it gets in a maildir. Ends with the test.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("quell-smtp-").FullName, "mail");

    private SmtpSink()
    {
        Port = FreePort();
        _process = Process.Start(new ProcessStartInfo(
            "/usr/bin/python3",
            ["-m", "aiosmtpd", "-n", "-l", Address, "-c", "aiosmtpd.handlers.Mailbox", _folder])
        { UseShellExecute = false }) ?? throw new InvalidOperationException("aiosmtpd does not start");
    }

    public int Port { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public static async Task<SmtpSink> Start()
    {
        var sink = new SmtpSink();
        await QuellProcess.Eventually(sink.Answers, answers => answers).ConfigureAwait(false);
        return sink;
    }

    /// <summary>The mails that have arrived, each as it came; in no order.</summary>
    public IReadOnlyList<string> Mails => Directory.Exists(Path.Combine(_folder, "new"))
        ? [.. Directory.GetFiles(Path.Combine(_folder, "new")).Select(File.ReadAllText)]
        : [];

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder) ?? _folder, recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            // Not listening yet.
            return false;
        }
    }
}

/// <summary>A test that needs the AWS CLI and aiosmtpd of Debian; skipped, saying so, where one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmtpFactAttribute : FactAttribute
{
    public SmtpFactAttribute()
    {
        if (!File.Exists(RealClientFactAttribute.AwsCli))
        {
            Skip = $"{RealClientFactAttribute.AwsCli} is not installed (Debian: apt-get install awscli)";
        }
        else if (!Directory.Exists("/usr/lib/python3/dist-packages/aiosmtpd"))
        {
            Skip = "aiosmtpd is not installed (Debian: apt-get install python3-aiosmtpd)";
        }
    }
}
