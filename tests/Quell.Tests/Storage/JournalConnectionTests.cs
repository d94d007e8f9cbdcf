using Microsoft.Data.Sqlite;
using Quell.Storage;

namespace Quell.Tests.Storage;

public sealed class JournalConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-journal-").FullName;
    private readonly JournalConnection _connection;

    public JournalConnectionTests()
    {
        _connection = JournalConnection.Open(Path.Combine(_folder, "test.db"), readOnly: false);
        _connection.Script("CREATE TABLE things (id INTEGER PRIMARY KEY, value)");
    }

    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { "", "text" },
        { "héllo 🦔", "text" },
        { new string('x', 100_000), "text" },
        { Array.Empty<byte>(), "blob" },
        { new byte[] { 0, 1, 255 }, "blob" },
        { long.MinValue, "integer" },
        { 7, "integer" },
        { true, "integer" },
        { 0.5, "real" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Stores_each_kind_of_value_as_itself(object? value, string kind)
    {
        _connection.Execute("INSERT INTO things (value) VALUES (?1)", "something else").ShouldBe(1);
        _connection.Execute("UPDATE things SET value = ?1", value).ShouldBe(1);
        var (stored, type) = _connection.Query("SELECT value, typeof(value) FROM things", row => (row.GetValue(0), row.GetString(1))).ShouldHaveSingleItem();
        type.ShouldBe(kind);
        stored.ShouldBe(value switch { null => DBNull.Value, int number => (long)number, bool flag => flag ? 1L : 0L, _ => value });
    }

    [Fact]
    public void Says_how_many_rows_a_statement_changed()
    {
        for (var id = 0; id < 3; id++)
        {
            _connection.Execute("INSERT INTO things (id, value) VALUES (?1, ?2)", id, "x");
        }

        _connection.Execute("UPDATE things SET value = ?1 WHERE id > ?2", "y", 0).ShouldBe(2);
        _connection.Execute("DELETE FROM things WHERE value = ?1", "z").ShouldBe(0);
    }

    [Fact]
    public void Runs_again_after_a_statement_has_failed()
    {
        const string Insert = "INSERT INTO things (id, value) VALUES (?1, ?2)";
        _connection.Execute(Insert, 1, "a");
        var fault = Should.Throw<SqliteException>(() => _connection.Execute(Insert, 1, "b"));
        (fault.SqliteErrorCode, fault.SqliteExtendedErrorCode).ShouldBe((19, 1555));
        fault.Message.ShouldContain("UNIQUE constraint failed: things.id");
        _connection.Execute(Insert, 2, "c").ShouldBe(1);
        Should.Throw<SqliteException>(() => _connection.Execute("INSERT INTO elsewhere VALUES (1)")).Message.ShouldContain("no such table");
    }

    [Fact]
    public void Refuses_what_it_would_store_wrong()
    {
        Should.Throw<ArgumentException>(() => _connection.Execute("DELETE FROM things; DELETE FROM things")).Message.ShouldStartWith("More than one statement");
        Should.Throw<ArgumentException>(() => _connection.Execute("DELETE FROM things WHERE value = ?1", DateTimeOffset.UnixEpoch)).Message.ShouldStartWith("A DateTimeOffset is not stored");
    }

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
