using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Storage;

namespace Quell.Logs;

/// <summary>Log streams and their events in the journal. Safe for concurrent use.</summary>
internal sealed class LogStore(Journal journal, ResourceStore resources, TimeProvider time, ILogger log)
{
    public TimeProvider Time { get; } = time;

    /// <summary>A stream that is made with its first events, its group too.</summary>
    public LogStream Stream(Scope scope, string group, string name) => new(this, scope, group, name);

    /// <summary>Stores events; group and stream are made where they are not there. They may be lost with the process until the task completes.</summary>
    public Task Append(Scope scope, string group, string stream, IReadOnlyList<LogLine> lines)
    {
        var key = Ensure(scope, group).Key;
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
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

    /// <exception cref="Aws.AwsException">The call names no group that there is, by name or by ARN.</exception>
    public LogGroup Existing(Call call)
    {
        var identifier = call.Input.String("logGroupIdentifier");
        var name = Arn.TryParse(identifier, out var arn) ? arn.Name : identifier ?? call.Input.String("logGroupName") ?? "";
        name = name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
        return LogGroup.Find(resources.Current, arn?.Scope ?? call.Scope, name) ?? throw LogErrors.NoGroup();
    }

    /// <summary>The group of that name; null where there is none.</summary>
    public LogGroup? Find(Scope scope, string name) => LogGroup.Find(resources.Current, scope, name);

    public bool HasStream(LogGroup group, string name) => journal.Read(connection => LogTable.Find(connection, group.Key, name)) is not null;

    /// <returns>False where there is one of that name.</returns>
    public async Task<bool> CreateStream(LogGroup group, string name)
    {
        var isNew = false;
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        await journal.Write(connection => isNew = LogTable.Create(connection, group.Key, name, now)).ConfigureAwait(false);
        return isNew;
    }

    /// <returns>False where there is none of that name.</returns>
    public async Task<bool> DeleteStream(LogGroup group, string name)
    {
        var isThere = false;
        await journal.Write(connection => isThere = LogTable.Delete(connection, group.Key, name)).ConfigureAwait(false);
        return isThere;
    }

    public IReadOnlyList<LogStreamRow> Streams(LogGroup group) => journal.Read(connection => LogTable.Streams(connection, group.Key));

    public List<LogRow> Read(LogQuery query) => journal.Read(connection => LogTable.Read(connection, query));

    /// <summary>The bytes that groups hold, by their keys.</summary>
    public IReadOnlyDictionary<string, long> Sizes(IEnumerable<string> keys) =>
        journal.Read(connection => keys.ToDictionary(key => key, key => LogTable.Size(connection, key), StringComparer.Ordinal));

    /// <summary>Removes what its retention has ended, and what belonged to groups that are gone.</summary>
    public Task Prune()
    {
        var now = Time.GetUtcNow();
        return journal.Write(connection =>
        {
            // As the journal has it at this point of its order: a group is stored before its first rows.
            var groups = LogTable.Retentions(connection);
            foreach (var (key, days) in groups.Where(group => group.Value is not null))
            {
                LogTable.DeleteBefore(connection, key, (now - TimeSpan.FromDays(days ?? 0)).ToUnixTimeMilliseconds());
            }

            foreach (var orphan in LogTable.Groups(connection).Where(key => !groups.ContainsKey(key)))
            {
                LogTable.DeleteGroup(connection, orphan);
            }
        });
    }

    /// <summary>The group, made where it is not there: what AWS services do with the groups that they write to.</summary>
    public LogGroup Ensure(Scope scope, string name) => LogGroup.Find(resources.Current, scope, name) ?? resources.Run(state =>
    {
        var edit = new ResourceEdit(state);
        var group = LogGroup.Find(state, scope, name);
        if (group is null)
        {
            group = LogGroup.New(scope, name, Guid.NewGuid().ToString("N"), Time.GetUtcNow());
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
