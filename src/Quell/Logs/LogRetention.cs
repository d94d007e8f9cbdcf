using Microsoft.Extensions.Logging;
using Quell.Storage;

namespace Quell.Logs;

/// <summary>Removes expired log events, and the rows of deleted groups, once an hour.</summary>
internal sealed class LogRetention : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly LogStore _logs;
    private readonly ILogger _log;
    private readonly ITimer _timer;

    public LogRetention(LogStore logs, ILogger log)
    {
        (_logs, _log) = (logs, log);
        _timer = logs.Time.CreateTimer(_ => _ = Prune(), null, Interval, Interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private async Task Prune()
    {
        try
        {
            await _logs.Prune().ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            _log.LogWarning(fault, "Expired log events could not be removed; it is tried again in an hour");
        }
    }
}
