using System.Globalization;
using System.Security.Cryptography;
using Quell.Confinement;
using Quell.Gate;

namespace Quell.Scripts;

/// <summary>
/// Runs scripts of runbooks, each in a process of its own that is used once, and with credentials that end with it. Whatever a
/// script does, the answer is a result. Safe for concurrent use.
/// </summary>
internal sealed class ScriptRunner(ScriptHost host) : IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _slots = new(host.Concurrency);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Runs a script to its end.</summary>
    /// <param name="cancellationToken">Kills it; the result says that it was stopped.</param>
    public async Task<ScriptResult> Run(ScriptRun run, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        var output = new ScriptOutput(run.Print);
        try
        {
            await _slots.WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new(null, Stopped, "", TimeSpan.Zero);
        }

        var start = host.Time.GetTimestamp();
        var key = run.Principal is { } principal ? host.Keys.Issue(principal) : null;
        try
        {
            key?.Begin(run.Cause, run.Attempt, run.IsRepeated);
            var (payload, fault) = await Run(run, key, output, stop.Token).ConfigureAwait(false);
            return new(payload, fault, output.Text(), host.Time.GetElapsedTime(start));
        }
        catch (EnvironmentException fault)
        {
            return new(null, new(ScriptFaultKind.Environment, "Script.Environment", fault.Message), output.Text(), host.Time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new(null, Stopped, output.Text(), host.Time.GetElapsedTime(start));
        }
        finally
        {
            if (key is not null)
            {
                key.End();
                host.Keys.Revoke(key);
            }

            _slots.Release();
        }
    }

    /// <summary>Stops what runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        for (var slot = 0; slot < host.Concurrency; slot++)
        {
            await _slots.WaitAsync().ConfigureAwait(false);
        }

        _slots.Dispose();
        _stopping.Dispose();
    }

    private static ScriptFault Stopped => new(ScriptFaultKind.Stopped, "Script.Stopped", "The script was stopped before it had returned.");

    private async Task<(Engine.Json.JsonValue? Payload, ScriptFault? Fault)> Run(ScriptRun run, EnvironmentKey? key, ScriptOutput output, CancellationToken stop)
    {
        var language = ScriptLanguage.Of(run.Runtime)
            ?? throw new EnvironmentException($"{run.Runtime} is no runtime of aws:executeScript.");
        var command = await language.Complete(Command(run, key), run, host.Confiner).ConfigureAwait(false);
        using var process = await host.Confiner.Start(command, stop).ConfigureAwait(false);
        var printed = output.Read(process.Output);
        var killed = await Watch(process, run.Timeout, stop).ConfigureAwait(false);
        var end = await process.Ended.ConfigureAwait(false);
        await Drain(printed).ConfigureAwait(false);
        return killed is null ? ScriptAnswer.Read(end) : (null, killed);
    }

    private ConfinedCommand Command(ScriptRun run, EnvironmentKey? key) => new()
    {
        Variables = GateVariables.Of(key, run.Scope.Region, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{host.Confiner.Port}")),
        Limits = new(
            DataBytes: ScriptLimits.MemoryMegabytes << 20,
            ScriptLimits.Processes + ScriptLimits.Threads,
            ScriptLimits.FileMegabytes << 20,
            ProcessorSeconds: (long)Math.Ceiling(run.Timeout.TotalSeconds) + 1),
        Origin = new(key?.AccessKeyId),
        Mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
    };

    /// <summary>Waits for the end, and brings it about where a limit is passed.</summary>
    /// <returns>Why it was killed; null where it ended by itself.</returns>
    private async Task<ScriptFault?> Watch(ConfinedRun process, TimeSpan timeout, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(WatchInterval, host.Time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _ = process.Ended.ContinueWith(static (_, state) => ((CancellationTokenSource)state!).Cancel(), ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var start = host.Time.GetTimestamp();
        ScriptFault? fault = null;
        try
        {
            while (fault is null && await timer.WaitForNextTickAsync(ended.Token).ConfigureAwait(false))
            {
                fault = host.Time.GetElapsedTime(start) >= timeout ? OverTime(timeout) : OverLimit(process);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            fault = process.Ended.IsCompleted ? null : Stopped;
        }

        if (fault is not null)
        {
            process.Kill();
        }

        return fault;
    }

    private static ScriptFault OverTime(TimeSpan timeout) => new(
        ScriptFaultKind.Timeout,
        "Script.Timeout",
        string.Create(CultureInfo.InvariantCulture, $"The script had not returned after {timeout.TotalSeconds:0.##} seconds and was stopped."));

    private static ScriptFault? OverLimit(ConfinedRun process)
    {
        const long Memory = ScriptLimits.MemoryMegabytes << 20;
        var (count, bytes) = process.Usage(Memory);
        return count > ScriptLimits.Processes
            ? new(ScriptFaultKind.Limit, "Script.Processes", $"The script had more than {ScriptLimits.Processes} processes and was killed.")
            : bytes > Memory
                ? new(ScriptFaultKind.Limit, "Script.Memory", $"The script's processes held more than {ScriptLimits.MemoryMegabytes} MB and were killed.")
                : null;
    }

    /// <summary>What the pipe still holds; a process that escaped may keep it open.</summary>
    private static async Task Drain(Task printed)
    {
        try
        {
            await printed.WaitAsync(DrainLimit, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What has come is what there is.
        }
    }
}
