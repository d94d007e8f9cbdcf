using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Quell.Storage;

/// <summary>
/// Moves what is committed from the write-ahead log into the file, on a thread of its own: thousands of pages take tens of milliseconds
/// and more, for which every commit would wait (SQLite, "Write-Ahead Logging", "Performance Considerations"). Only the rest, which was
/// committed meanwhile, is moved between two commits: the log then begins anew rather than grow.
/// </summary>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>Pages in the log from which on they are moved.</summary>
    private const int Enough = 4_000;

    /// <summary>Pages that are moved between two commits; where there are more, the thread goes on with them first.</summary>
    private const int SmallRest = 400;

    /// <summary>How often the thread goes on before the rest is moved at any size.</summary>
    private const int MostRounds = 4;

    private readonly JournalConnection _connection;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly SemaphoreSlim _asked = new(0, 2);
    private volatile bool _isMoving;
    private volatile bool _closing;

    // The journal's thread alone: pages written when the log began, and when the thread was asked last. Their count may come round.
    private int _begun;
    private int _askedAt;
    private int _rounds;

    public Checkpoints(JournalConnection connection, ILogger log)
    {
        (_connection, _log) = (connection, log);
        _thread = new Thread(Run) { IsBackground = true, Name = "checkpoints" };
        _thread.Start();
    }

    /// <summary>Called on the journal's thread between two commits.</summary>
    public void Consider(JournalConnection writer)
    {
        var written = writer.PagesWritten;
        if (unchecked(written - _begun) < Enough || _isMoving)
        {
            return;
        }

        if (_rounds == 0 || (_rounds < MostRounds && unchecked(written - _askedAt) > SmallRest))
        {
            _rounds++;
            _askedAt = written;
            _isMoving = true;
            _asked.Release();
            return;
        }

        Move(writer);
        (_begun, _rounds) = (written, 0);
    }

    /// <summary>Waits for the pages that are being moved.</summary>
    public void Dispose()
    {
        _closing = true;
        _asked.Release();
        _thread.Join();
        _asked.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _asked.Wait();
            if (_closing)
            {
                return;
            }

            Move(_connection);
            _isMoving = false;
        }
    }

    private void Move(JournalConnection connection)
    {
        try
        {
            connection.Checkpoint();
        }
        catch (SqliteException fault)
        {
            // What is committed stays in the log; it is tried again when that has grown.
            _log.LogWarning(fault, "The journal's log could not be moved into its file");
        }
    }
}
