using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Quell.Tests.Commands.Hosts;

/// <summary>A real sshd on a free port of this machine's loopback, with keys of its own; it ends with the tests.</summary>
public sealed class SshHost : IAsyncLifetime
{
    public const string Daemon = "/usr/sbin/sshd";

    private Process? _daemon;

    /// <summary>Its files, and those that scripts of tests leave.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("quell-sshd-").FullName;

    public int Port { get; private set; }

    /// <summary>The line of its public key.</summary>
    public string HostKey => File.ReadAllText(Path.Combine(Folder, "host.pub")).Trim();

    /// <summary>Another host's.</summary>
    public string OtherKey => File.ReadAllText(Path.Combine(Folder, "other.pub")).Trim();

    /// <summary>The private key that opens it.</summary>
    public string IdentityFile => Path.Combine(Folder, "user");

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task InitializeAsync()
    {
        if (SshFactAttribute.Missing is not null)
        {
            return;
        }

        foreach (var name in new[] { "host", "other", "user" })
        {
            using var keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(Folder, name)]);
            await keygen.WaitForExitAsync();
        }

        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd");
        }

        Port = FreePort();
        var config = Path.Combine(Folder, "sshd_config");
        await File.WriteAllTextAsync(
            config,
            $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {Folder}/host
            AuthorizedKeysFile {Folder}/user.pub
            PidFile none
            StrictModes no
            UsePAM no
            MaxStartups 100
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            """ + "\n");
        _daemon = Process.Start(new ProcessStartInfo(Daemon, ["-D", "-e", "-f", config]) { RedirectStandardError = true })!;
        await Listening(_daemon);
    }

    public async Task DisposeAsync()
    {
        if (_daemon is { } daemon)
        {
            daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A process that a script has written the number of.</summary>
    public async Task<int> ProcessIn(string file)
    {
        var path = Path.Combine(Folder, file);
        while (true)
        {
            if (File.Exists(path) && int.TryParse(await File.ReadAllTextAsync(path), out var process))
            {
                return process;
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Waits until a process has ended, reaped or not.</summary>
    public static async Task Gone(int process)
    {
        while (IsAlive(process))
        {
            await Task.Delay(10);
        }
    }

    public static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task Listening(Process daemon)
    {
        while (await daemon.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("listening", StringComparison.OrdinalIgnoreCase))
            {
                // It writes on; nobody reading would block it some day.
                _ = daemon.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return;
            }
        }

        throw new InvalidOperationException("sshd ended.");
    }
}

/// <summary>A test that needs OpenSSH's server and client; skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshFactAttribute : FactAttribute
{
    public SshFactAttribute() => Skip = Missing;

    public static string? Missing { get; } =
        !File.Exists(SshHost.Daemon) ? $"There is no {SshHost.Daemon} (Debian: openssh-server)."
        : !File.Exists("/usr/bin/ssh") || !File.Exists("/usr/bin/ssh-keygen") ? "There is no ssh (Debian: openssh-client)."
        : null;
}
