using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Quell.Aws.Tests.Client;

/// <summary>
/// moto as a server on a free port: an AWS that nobody here wrote. One for all tests of the class; ends with them.
/// <see cref="Endpoint"/> is null where this machine's Python cannot import it.
/// </summary>
public sealed class MotoServer : IAsyncLifetime
{
    private Process? _process;

    public string? Endpoint { get; private set; }

    public string Reason { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var port = FreePort();
        var start = new ProcessStartInfo("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", port.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        try
        {
            _process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Reason = "skipped: python3 is not installed";
            return;
        }

        _process?.BeginErrorReadLine();
        _process?.BeginOutputReadLine();
        if (_process is null || !await AnswersAsync(port))
        {
            Reason = "skipped: python3 cannot import moto.server";
            return;
        }

        Endpoint = $"http://127.0.0.1:{port}";
    }

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Polls until the server answers or its process has ended.</summary>
    private async Task<bool> AnswersAsync(int port)
    {
        while (_process is { HasExited: false })
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        return false;
    }
}
