using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Quell.Storage;

/// <summary>
/// One connection to the journal with its prepared statements. Parameters are positional: <c>?1</c>, <c>?2</c>, …; a C# null
/// is stored as NULL. Statements are prepared once a connection, so give constant texts. Not for several threads.
/// </summary>
internal sealed class JournalConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _queries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JournalStatement> _statements = new(StringComparer.Ordinal);

    private JournalConnection(SqliteConnection connection) => _connection = connection;

    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE (SQLite, "Status Parameters for database connections").</summary>
    private const int CacheWrites = 9;

    /// <summary>Seconds that a statement waits for whoever else has the file locked.</summary>
    private const int Patience = 30;

    public static JournalConnection Open(string path, bool readOnly)
    {
        SqliteNative.Use();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = Patience,
        }.ToString());
        connection.Open();
        SqliteException.ThrowExceptionForRC(raw.sqlite3_busy_timeout(connection.Handle, Patience * 1_000), connection.Handle);
        return new(connection);
    }

    /// <summary>Runs a statement that inserts, updates or deletes, or one of a transaction's.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = new(_connection.Handle ?? throw new ObjectDisposedException(nameof(JournalConnection)), sql));
        }

        return statement.Run(values);
    }

    /// <summary>Runs a query to its end; <paramref name="map"/> reads each row.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values) =>
        QueryWhile(sql, map, static _ => true, values);

    /// <summary>Runs a query to its end, or up to the first row that says so, which is the last one of the answer.</summary>
    public List<T> QueryWhile<T>(string sql, Func<SqliteDataReader, T> map, Predicate<T> goesOn, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
            if (!goesOn(rows[^1]))
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>The first column of the first row as a whole number; null where there is no row or it is NULL.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() as long?;

    /// <summary>Pages that this connection has written to the log in its life; after the largest number comes the smallest.</summary>
    public int PagesWritten
    {
        get
        {
            _ = raw.sqlite3_db_status(_connection.Handle, CacheWrites, out var pages, out _, 0);
            return pages;
        }
    }

    /// <summary>Moves what is committed from the log into the file, as far as no reader stands in the way; nobody waits for it.</summary>
    public void Checkpoint() => SqliteException.ThrowExceptionForRC(
        raw.sqlite3_wal_checkpoint_v2(_connection.Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _), _connection.Handle);

    /// <summary>Runs a script of several statements without parameters; nothing of it is cached.</summary>
    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var query in _queries.Values)
        {
            query.Dispose();
        }

        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_queries.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var position = 1; position <= values.Length; position++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"?{position}" });
            }

            _queries.Add(sql, command);
        }

        for (var position = 0; position < values.Length; position++)
        {
            var value = values[position];
            var parameter = command.Parameters[position];
            parameter.ResetSqliteType();
            parameter.Value = value ?? DBNull.Value;
        }

        return command;
    }
}
