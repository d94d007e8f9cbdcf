using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Quell.Confinement;

/// <summary>
/// The process that runs are forks of (Programs/launcher.py): small, or <em>warm</em> with boto3 loaded. It learns nothing of a run
/// but a name; the fork gets the rest from Quell over a socket of its own. It ends with Quell. Safe for concurrent use.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private const int NameBytes = 16;
    private static readonly TimeSpan ForkLimit = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly Process _process;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Socket>> _expected = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Launcher(Socket socket, Process process, string state)
    {
        (_socket, _process, State) = (socket, process, state);
        process.Exited += (_, _) => _ended.TrySetResult();
        process.EnableRaisingEvents = true;
    }

    /// <summary>What it has loaded, <c>boto3 1.26.27</c>.</summary>
    public string State { get; }

    public bool IsAlive => !_ended.Task.IsCompleted && !_process.HasExited;

    /// <param name="programs">Where <see cref="Programs"/> were written to.</param>
    /// <exception cref="EnvironmentException">It does not start.</exception>
    public static async Task<Launcher> Start(Python python, string programs, bool isWarm, ProcessStarter starter, ILogger log)
    {
        // In the abstract namespace: no file, no limit of length that a data folder's path could exceed (unix(7)).
        var name = "quell-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes));
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint("\0" + name));
        socket.Listen(128);
        var info = new ProcessStartInfo(python.Path, ["-I", "-B", "-u", Path.Combine(programs, Programs.Launcher), name, isWarm ? "warm" : "plain"])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var (variable, value) in Variables)
        {
            info.Environment[variable] = value;
        }

        try
        {
            var process = await starter.Start(info).ConfigureAwait(false);
            process.ErrorDataReceived += (_, line) => Say(log, line.Data);
            process.BeginErrorReadLine();
            var ready = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false)
                ?? throw new EnvironmentException($"{python.Path} could not start the launcher of functions and scripts.");
            var launcher = new Launcher(socket, process, ready["ready ".Length..]);
            _ = launcher.Accept();
            return launcher;
        }
        catch (Win32Exception fault)
        {
            throw new EnvironmentException($"{python.Path} could not be started: {fault.Message}", fault);
        }
    }

    /// <summary>Forks.</summary>
    /// <returns>The fork's connection, on which nothing has been said yet.</returns>
    /// <exception cref="EnvironmentException">It did not, or the launcher is gone.</exception>
    public async Task<Socket> Fork(CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes));
        var connected = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[name] = connected;
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _process.StandardInput.WriteAsync(name + "\n").ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw new EnvironmentException("The launcher of functions and scripts has ended.", fault);
        }
        finally
        {
            _writing.Release();
        }

        try
        {
            await Task.WhenAny(connected.Task, _ended.Task).WaitAsync(ForkLimit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return connected.Task.IsCompleted
                ? await connected.Task.ConfigureAwait(false)
                : throw new EnvironmentException("The launcher of functions and scripts has ended.");
        }
        catch (TimeoutException fault)
        {
            throw new EnvironmentException("The machine could not start a process: it may have too many, or too little memory.", fault);
        }
        finally
        {
            _expected.TryRemove(name, out _);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _writing.Dispose();
    }

    /// <summary>Nothing of Quell's environment; and no credentials that lie about on the machine.</summary>
    private static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["LANG"] = "C.UTF-8",
        ["HOME"] = "/nonexistent",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    private static void Say(ILogger log, string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            log.LogWarning("Launcher of functions and scripts: {Line}", line);
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Meet(await _socket.AcceptAsync().ConfigureAwait(false));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Quell ends.
            _expected.Clear();
        }
    }

    /// <summary>Whoever connects says a name that only a fork can know.</summary>
    private async Task Meet(Socket socket)
    {
        var line = new byte[(NameBytes * 2) + 1];
        try
        {
            for (var filled = 0; filled < line.Length;)
            {
                var read = await socket.ReceiveAsync(line.AsMemory(filled)).ConfigureAwait(false);
                filled = read > 0 ? filled + read : throw new SocketException((int)SocketError.ConnectionReset);
            }

            if (_expected.TryRemove(Encoding.ASCII.GetString(line, 0, line.Length - 1), out var connected) && connected.TrySetResult(socket))
            {
                return;
            }
        }
        catch (SocketException)
        {
            // It has ended already; its run is told by the time limit.
        }

        socket.Dispose();
    }
}
