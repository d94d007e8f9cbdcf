namespace Quell.Commands;

/// <summary>Waits for the end of scripts, and says when an end has to be brought about. Safe for concurrent use.</summary>
internal sealed class ShellWatch(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    /// <param name="ended">Completes when the script has ended.</param>
    /// <param name="timeout">How long it may run from now on.</param>
    /// <param name="limit">Says which other limit it has passed; null where none.</param>
    /// <returns>Why it has to be ended; null where it ended by itself.</returns>
    public async Task<ShellEnd?> Until(Task ended, TimeSpan timeout, Func<string?> limit, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!ended.IsCompleted)
        {
            var stopped = cancellationToken.IsCancellationRequested ? ShellEnd.Cancelled
                : time.GetElapsedTime(start) >= timeout ? ShellEnd.Late(timeout)
                : limit() is { } reason ? ShellEnd.Stopped(CommandStatus.Failed, CommandStatus.Failed, reason)
                : null;
            if (stopped is not null)
            {
                return stopped;
            }

            await Task.WhenAny(ended, Task.Delay(Interval, time, cancellationToken)).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Waits for output that is still under way. Not for long: what a script leaves running may hold it open for ever.</summary>
    public Task Drain(Task read) => Task.WhenAny(read, Task.Delay(DrainLimit, time, CancellationToken.None));
}
