using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Quell.Storage;

/// <summary>
/// What to write, run on the writer's thread inside the group's transaction. It must have no effect outside the database:
/// when another write of its group fails, it runs a second time.
/// </summary>
internal delegate void JournalWrite(JournalConnection connection);

/// <summary>
/// The one store of the process (SQLite, WAL, <c>synchronous=FULL</c>): one writer thread that commits whatever waits as one
/// group, and readers that never wait. What a completed <see cref="Write"/> stored survives <c>kill -9</c> and power loss.
/// Writes are applied in the order in which they were handed in.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    /// <summary>Writes that may wait; beyond, <see cref="Write"/> blocks its caller (back-pressure).</summary>
    private const int Capacity = 16_384;

    private readonly string _path;
    private readonly ILogger _log;
    private readonly JournalConnection _writer;
    private readonly Checkpoints _checkpoints;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Stack<JournalConnection> _readers = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Pending> _waiting = [];
    private bool _closing;

    private Journal(string path, JournalConnection writer, ILogger log)
    {
        (_path, _writer, _log) = (path, writer, log);
        _checkpoints = new(JournalConnection.Open(path, readOnly: false), log);
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        _thread.Start();
    }

    /// <summary>Runs at the end of every group's transaction, on the writer's thread; null for nothing.</summary>
    public JournalWrite? WithEachGroup { get; set; }

    /// <summary>Raised on the writer's thread after a group could not be committed: every write of it has failed.</summary>
    public event Action? Failed;

    /// <summary>Opens or creates the journal and brings its schema up to date.</summary>
    /// <exception cref="JournalException">The file cannot be opened, or a later version of Quell wrote it.</exception>
    public static Journal Open(string path, ILogger log)
    {
        JournalConnection? writer = null;
        try
        {
            writer = JournalConnection.Open(path, readOnly: false);
            writer.Script("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-16384;");
            Schema.Migrate(writer);
            Seed.Ensure(writer);
            return new(path, writer, log);
        }
        catch (SqliteException fault)
        {
            writer?.Dispose();
            throw new JournalException($"The journal {path} cannot be opened: {fault.Message}", IsTransient(fault), fault);
        }
    }

    /// <summary>Hands in a write; the task completes once it is durable.</summary>
    /// <exception cref="JournalException">It could not be stored; nothing of it is kept.</exception>
    public Task Write(JournalWrite write)
    {
        var pending = new Pending(write);
        lock (_gate)
        {
            while (_waiting.Count >= Capacity && !_closing)
            {
                Monitor.Wait(_gate);
            }

            if (_closing)
            {
                return Task.FromException(new JournalException("The journal is closed.", isTransient: true));
            }

            _waiting.Add(pending);
            if (_waiting.Count == 1)
            {
                Monitor.PulseAll(_gate);
            }
        }

        return pending.Done.Task;
    }

    /// <summary>Reads what has been committed, on the caller's thread.</summary>
    public T Read<T>(Func<JournalConnection, T> query)
    {
        JournalConnection? reader;
        lock (_readers)
        {
            _readers.TryPop(out reader);
        }

        reader ??= JournalConnection.Open(_path, readOnly: true);
        try
        {
            return query(reader);
        }
        finally
        {
            lock (_readers)
            {
                _readers.Push(reader);
            }
        }
    }

    /// <summary>Commits what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.PulseAll(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
        _checkpoints.Dispose();
        _writer.Dispose();
        lock (_readers)
        {
            while (_readers.TryPop(out var reader))
            {
                reader.Dispose();
            }
        }
    }

    private void Run()
    {
        var group = new List<Pending>();
        while (Take(ref group))
        {
            Commit(group);
            group.Clear();
            _checkpoints.Consider(_writer);
        }

        _ended.SetResult();
    }

    private bool Take(ref List<Pending> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closing)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            (group, _waiting) = (_waiting, group);
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    private void Commit(List<Pending> group)
    {
        if (TryCommit(group) is not { } fault)
        {
            Complete(group);
            return;
        }

        if (group.Count > 1 && !IsTransient(fault))
        {
            // One write of the group is at fault: each again by itself, so that it alone fails.
            foreach (var pending in group)
            {
                Commit([pending]);
            }

            return;
        }

        _log.LogError(fault, "The journal could not commit {Writes} write(s)", group.Count);
        var failure = fault is SqliteException
            ? new JournalException($"The journal could not store this: {fault.Message}", IsTransient(fault), fault)
            : fault;
        Fail(group, failure);
        if (IsTransient(fault))
        {
            // What waits was decided on a state that is not going to be: it fails too.
            Fail(TakeAll(), failure);
            Failed?.Invoke();
        }
    }

    private Exception? TryCommit(List<Pending> group)
    {
        try
        {
            _writer.Execute("BEGIN IMMEDIATE");
            foreach (var pending in group)
            {
                pending.Write(_writer);
            }

            WithEachGroup?.Invoke(_writer);
            CrashPoint.Reach(CrashPoint.JournalBeforeCommit);
            _writer.Execute("COMMIT");
            CrashPoint.Reach(CrashPoint.JournalAfterCommit);
            return null;
        }
        catch (Exception fault)
        {
            RollBack();
            return fault;
        }
    }

    private void RollBack()
    {
        try
        {
            _writer.Execute("ROLLBACK");
        }
        catch (SqliteException fault)
        {
            // A full disk or an I/O error has already rolled the transaction back.
            _log.LogDebug(fault, "Nothing to roll back");
        }
    }

    private List<Pending> TakeAll()
    {
        lock (_gate)
        {
            var rest = _waiting;
            _waiting = [];
            Monitor.PulseAll(_gate);
            return rest;
        }
    }

    private static void Fail(List<Pending> group, Exception failure) =>
        group.ForEach(pending => pending.Done.SetException(failure));

    private static void Complete(List<Pending> group) => group.ForEach(pending => pending.Done.SetResult());

    /// <summary>SQLITE_BUSY, LOCKED, IOERR, FULL: the world's failure, not the write's.</summary>
    private static bool IsTransient(Exception fault) => fault is SqliteException { SqliteErrorCode: 5 or 6 or 10 or 13 };

    private sealed class Pending(JournalWrite write)
    {
        public JournalWrite Write { get; } = write;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
