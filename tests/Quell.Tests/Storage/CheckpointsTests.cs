using Microsoft.Extensions.Logging.Abstractions;
using Quell.Storage;
using Quell.Tests.Examples;

namespace Quell.Tests.Storage;

public sealed class CheckpointsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-checkpoints-").FullName;

    private string File => Path.Combine(_folder, "quell.db");

    [Fact]
    public async Task What_is_committed_is_moved_into_the_file_while_commits_go_on()
    {
        await using var journal = Journal.Open(File, NullLogger.Instance);
        await journal.Write(connection => connection.Script("CREATE TABLE things (id INTEGER PRIMARY KEY, value BLOB)"));
        var before = new FileInfo(File).Length;
        var blob = new byte[200_000];
        var count = 0;
        await QuellProcess.Eventually(
            async () =>
            {
                for (var more = 0; more < 50; more++)
                {
                    count++;
                    await journal.Write(connection => connection.Execute("INSERT INTO things (value) VALUES (?1)", blob));
                }

                return new FileInfo(File).Length - before;
            },
            moved => moved > 40_000_000);
        journal.Read(connection => connection.Number("SELECT count(*) FROM things")).ShouldBe(count);
    }

    [Fact]
    public async Task The_log_begins_anew_when_it_has_been_moved()
    {
        await using var journal = Journal.Open(File, NullLogger.Instance);
        await journal.Write(connection => connection.Script("CREATE TABLE things (id INTEGER PRIMARY KEY, value BLOB)"));
        await journal.Write(connection => connection.Execute("INSERT INTO things (id, value) VALUES (1, ?1)", new byte[40_000_000]));
        var log = new FileInfo($"{File}-wal").Length;
        log.ShouldBeGreaterThan(40_000_000);

        // Small commits, of which the log has room for hundreds: the file does not grow where they begin at its start again.
        await QuellProcess.Eventually(
            async () =>
            {
                await journal.Write(connection => connection.Execute("INSERT INTO things (value) VALUES (NULL)"));
                return new FileInfo(File).Length;
            },
            length => length > 40_000_000);
        for (var count = 0; count < 300; count++)
        {
            await journal.Write(connection => connection.Execute("INSERT INTO things (value) VALUES (?1)", new byte[4_000]));
        }

        new FileInfo($"{File}-wal").Length.ShouldBeLessThan(log + 1_000_000);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
