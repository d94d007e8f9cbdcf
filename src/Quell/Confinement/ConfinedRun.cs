using System.IO.Pipes;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Quell.Engine.Json;

namespace Quell.Confinement;

/// <summary>How a run ended.</summary>
/// <param name="ExitCode">128 and the signal's number for one that was killed, as shells say it.</param>
/// <param name="Answer">What a script said of its result, or the file that a program left: Programs/script.py, Programs/confine.py; null for nothing.</param>
internal sealed record RunEnd(int ExitCode, JsonObject? Answer);

/// <summary>A run under way.</summary>
internal sealed class ConfinedRun : IDisposable
{
    private const int Killed = 137;

    private readonly RunChannel _channel;
    private readonly ProcessTree _processes;
    private readonly Socket? _gate;

    /// <param name="files">Its output, and the socket of its network where it has one.</param>
    public ConfinedRun(RunChannel channel, ProcessTree processes, int[] files)
    {
        (_channel, _processes) = (channel, processes);
        Output = new AnonymousPipeClientStream(PipeDirection.In, new SafePipeHandle(files[0], ownsHandle: true));
        _gate = files.Length > 1 ? new Socket(new SafeSocketHandle(files[1], ownsHandle: true)) : null;
        Ended = Follow();
    }

    /// <summary>What it writes to its standard output and error.</summary>
    public Stream Output { get; }

    /// <summary>The socket that the gate is reached at from its network; null where it shares the machine's.</summary>
    public Socket? Gate => _gate;

    /// <summary>Completes when it has ended with everything it started.</summary>
    public Task<RunEnd> Ended { get; }

    /// <summary>Called once, when it has ended.</summary>
    public Action? AfterEnd { get; set; }

    /// <summary>How many processes it has, and the memory that they hold in bytes: looked at more closely above a limit.</summary>
    public (int Count, long Bytes) Usage(long limit) => _processes.Usage(limit);

    /// <summary>The most memory that its own process has held so far, in MB; 0 where that is not to be known.</summary>
    public long PeakMegabytes() => _processes.PeakMegabytes();

    /// <summary>Kills it and everything it started.</summary>
    public void Kill()
    {
        if (!Ended.IsCompleted)
        {
            _processes.Kill();
        }
    }

    /// <summary>Gives back what it held; comes after <see cref="Ended"/>.</summary>
    public void Dispose()
    {
        Output.Dispose();
        _gate?.Dispose();
        _channel.Dispose();
        AfterEnd?.Invoke();
    }

    private async Task<RunEnd> Follow()
    {
        JsonObject? answer = null;
        long? code = null;
        while (code is null && await _channel.Read(CancellationToken.None).ConfigureAwait(false) is { } frame)
        {
            (answer, code) = (frame.Has("exit") ? answer : frame, frame.Long("exit"));
        }

        _gate?.Dispose();
        _processes.KillRest();
        return new((int)(code ?? Killed), answer);
    }
}
