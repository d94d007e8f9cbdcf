using System.Globalization;
using Quell.Confinement;
using Quell.Gate;

namespace Quell.Functions.Runtimes;

/// <summary>
/// One child process that runs one revision of a function, one invocation at a time, and asks for them over the Runtime API.
/// What it may use is bounded while it serves: time, memory, processes, output (docs/reference/functions.md).
/// </summary>
internal sealed class FunctionEnvironment : IAsyncDisposable
{
    /// <summary>As on AWS: processes and threads an environment may have; here processes.</summary>
    private const int ProcessLimit = 256;

    private static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly ConfinedRun _run;
    private readonly FunctionOutput _output;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<FunctionFault?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _created;
    private readonly Task _ended;
    private TaskCompletionSource<Invocation> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<(ReadOnlyMemory<byte> Payload, FunctionFault? Fault)>? _reply;
    private Invocation? _current;
    private string? _killedFor;
    private int _exitCode;
    private double? _initMilliseconds;

    public FunctionEnvironment(Function function, EnvironmentKey key, ConfinedRun run, FunctionOutput output, TimeProvider time)
    {
        (Function, Key, _run, _output, _time) = (function, key, run, output, time);
        _created = time.GetTimestamp();
        _ended = Follow(output.Read(run.Output));
    }

    public Function Function { get; }

    public EnvironmentKey Key { get; }

    /// <summary>Its secret in the Runtime API's address.</summary>
    public required string Token { get; init; }

    /// <summary>Whether it can serve another invocation.</summary>
    public bool IsAlive => !_ended.IsCompleted && _killedFor is null;

    /// <summary>When it last ended an invocation.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Waits until it asks for its first invocation.</summary>
    /// <returns>Why it never will; null where it is ready.</returns>
    public async Task<FunctionFault?> Ready()
    {
        try
        {
            return await _ready.Task.WaitAsync(InitLimit + Function.Timeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Kill("init");
            return new("Sandbox.Timedout", string.Create(CultureInfo.InvariantCulture, $"The function's start did not end within {(InitLimit + Function.Timeout).TotalSeconds:F2} seconds."));
        }
    }

    /// <summary>Runs an invocation to its end.</summary>
    /// <param name="started">Called once the runtime has been given the invocation.</param>
    public async Task<InvocationOutcome> Invoke(Invocation invocation, Action? started)
    {
        var start = _time.GetTimestamp();
        _output.Begin(invocation.RequestId);
        _output.Add($"START RequestId: {invocation.RequestId} Version: {Function.Version}");
        Key.Begin(invocation.Cause, invocation.Attempt);
        var reply = Give(invocation);
        started?.Invoke();
        using var done = new CancellationTokenSource();
        var watch = Watch(done.Token);
        ReadOnlyMemory<byte> payload = default;
        FunctionFault? fault;
        try
        {
            (payload, fault) = await reply.WaitAsync(Function.Timeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            fault = FunctionFault.Timeout(invocation.RequestId, Function.Timeout);
            Kill("timeout");
            await _ended.ConfigureAwait(false);
        }
        finally
        {
            Key.End();
        }

        var duration = _time.GetElapsedTime(start);
        await done.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
        await _output.Marked().ConfigureAwait(false);
        var tail = _output.End(Report(invocation, fault, duration));
        _output.Flush();
        IdleSince = _time.GetTimestamp();
        return new(fault?.Document ?? payload, fault, tail, duration);
    }

    /// <summary>What an invocation comes to whose environment never became ready.</summary>
    public InvocationOutcome Refuse(Invocation invocation, FunctionFault fault)
    {
        _output.Begin(invocation.RequestId);
        _output.Add($"START RequestId: {invocation.RequestId} Version: {Function.Version}");
        var tail = _output.End(Report(invocation, fault, TimeSpan.Zero));
        Kill("init");
        _output.Flush();
        return new(fault.Document, fault, tail, TimeSpan.Zero);
    }

    /// <summary>The runtime asks for its next invocation.</summary>
    public Task<Invocation> Next(CancellationToken cancellationToken)
    {
        if (_ready.TrySetResult(null))
        {
            _initMilliseconds = _time.GetElapsedTime(_created).TotalMilliseconds;
        }

        lock (_gate)
        {
            return _next.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The runtime answers.</summary>
    /// <returns>Whether that invocation is the current one.</returns>
    public bool Answer(string requestId, ReadOnlyMemory<byte> payload, FunctionFault? fault)
    {
        lock (_gate)
        {
            if (_current?.RequestId != requestId || _reply is null)
            {
                return false;
            }

            var reply = _reply;
            (_current, _reply) = (null, null);
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return reply.TrySetResult((payload, fault));
        }
    }

    /// <summary>The runtime could not load the function; its process is about to end.</summary>
    public void FailInit(FunctionFault fault) => _ready.TrySetResult(fault);

    /// <summary>The text that the runtime got the invocation's deadline from: milliseconds since 1970.</summary>
    public long Deadline() => (_time.GetUtcNow() + Function.Timeout).ToUnixTimeMilliseconds();

    public async ValueTask DisposeAsync()
    {
        Kill("stop");
        await _ended.ConfigureAwait(false);
        _output.Flush();
        _run.Dispose();
    }

    private Task<(ReadOnlyMemory<byte> Payload, FunctionFault? Fault)> Give(Invocation invocation)
    {
        lock (_gate)
        {
            _current = invocation;
            _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var reply = _reply.Task;
            if (_ended.IsCompleted)
            {
                _reply.TrySetResult((default, ExitFault()));
            }
            else
            {
                _next.TrySetResult(invocation);
            }

            return reply;
        }
    }

    private async Task Follow(Task output)
    {
        _exitCode = (await _run.Ended.ConfigureAwait(false)).ExitCode;
        try
        {
            await output.WaitAsync(DrainLimit, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _output.Add("[the output was still held open when its process had ended]");
        }

        lock (_gate)
        {
            _ready.TrySetResult(ExitFault());
            _reply?.TrySetResult((default, ExitFault()));
        }
    }

    private FunctionFault ExitFault() => FunctionFault.Exit(_current?.RequestId ?? "", (_killedFor, _exitCode) switch
    {
        ("memory", _) => "Runtime exited with error: signal: killed (its memory limit was reached)",
        ("processes", _) => $"Runtime exited with error: signal: killed (it had more than {ProcessLimit} processes)",
        (_, 0) => "Runtime exited without providing a reason",
        (_, 137) => "Runtime exited with error: signal: killed",
        (_, 139) => "Runtime exited with error: signal: segmentation fault",
        (_, var code) => $"Runtime exited with error: exit status {code}",
    });

    private void Kill(string reason)
    {
        _killedFor ??= reason;
        _run.Kill();
    }

    private async Task Watch(CancellationToken done)
    {
        var limit = Function.Memory * 1024 * 1024;
        using var timer = new PeriodicTimer(WatchInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(done).ConfigureAwait(false))
            {
                var (count, bytes) = _run.Usage(limit);
                if (bytes > limit || count > ProcessLimit)
                {
                    // A fork bomb goes over both; the number of processes is what its author has to know.
                    Kill(count > ProcessLimit ? "processes" : "memory");
                }

                _output.Flush();
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            return;
        }
    }

    private List<string> Report(Invocation invocation, FunctionFault? fault, TimeSpan duration)
    {
        var id = invocation.RequestId;
        var milliseconds = duration.TotalMilliseconds;
        var (init, isFirst) = (_initMilliseconds ?? 0, _initMilliseconds is not null);
        _initMilliseconds = null;
        var culture = CultureInfo.InvariantCulture;
        var lines = new List<string>();
        if (fault is { IsTimeout: true } or { Type: "Runtime.ExitError" })
        {
            lines.Add(fault.IsTimeout
                ? string.Create(culture, $"{_time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {id} Task timed out after {Function.Timeout.TotalSeconds:F2} seconds")
                : fault.Message);
        }

        lines.Add($"END RequestId: {id}");
        lines.Add(string.Create(culture, $"REPORT RequestId: {id}\tDuration: {milliseconds:F2} ms\tBilled Duration: {Math.Ceiling(milliseconds)} ms\tMemory Size: {Function.Memory} MB\tMax Memory Used: {_run.PeakMegabytes()} MB")
            + (isFirst ? string.Create(culture, $"\tInit Duration: {init:F2} ms") : ""));
        return lines;
    }
}
