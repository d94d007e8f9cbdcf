using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Storage;

namespace Quell.Logs;

/// <summary>Log streams and their events in the journal. Safe for concurrent use.</summary>
internal sealed class LogStore(Journal journal, ResourceStore resources, TimeProvider time, ILogger log)
{
    /// <summary>A stream that is made with its first events, its group too.</summary>
    public LogStream Stream(Scope scope, string group, string name) => new(this, scope, group, name);

    /// <summary>Stores events; group and stream are made where they are not there. They may be lost with the process until the task completes.</summary>
    public Task Append(Scope scope, string group, string stream, IReadOnlyList<LogLine> lines)
    {
        var key = Ensure(scope, group).Key;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return journal.Write(connection => LogTable.Append(connection, key, stream, lines, now));
    }

    /// <summary>The same for whoever cannot wait; a failure goes to the process's own log.</summary>
    public async Task AppendOrReport(Scope scope, string group, string stream, IReadOnlyList<LogLine> lines)
    {
        try
        {
            await Append(scope, group, stream, lines).ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            log.LogWarning(fault, "{Lines} lines for {Group} could not be stored", lines.Count, group);
        }
    }

    /// <summary>The group, made where it is not there: what AWS services do with the groups that they write to.</summary>
    public LogGroup Ensure(Scope scope, string name) => LogGroup.Find(resources.Current, scope, name) ?? resources.Run(state =>
    {
        var edit = new ResourceEdit(state);
        var group = LogGroup.Find(state, scope, name);
        if (group is null)
        {
            group = LogGroup.New(scope, name, Guid.NewGuid().ToString("N"), time.GetUtcNow());
            edit.Put(scope, LogGroup.Type, name, group.Value);
        }

        return new ResourceStep<LogGroup>(edit, group);
    }).Result;
}

/// <summary>One stream to write to.</summary>
internal sealed class LogStream(LogStore store, Scope scope, string group, string name)
{
    /// <summary>Hands in events, in order, without waiting for them to be stored.</summary>
    public void Append(IReadOnlyList<LogLine> lines) => _ = store.AppendOrReport(scope, group, name, lines);
}
