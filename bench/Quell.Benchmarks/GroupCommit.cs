using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Storage;

namespace Quell.Benchmarks;

/// <summary>Do callers that write at once share the disk's fsync, or does each wait for its own?</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class GroupCommit
{
    private string _folder = "";
    private Journal? _journal;

    [Params(1, 16, 64)]
    public int Callers { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("quell-bench-").FullName;
        _journal = Journal.Open(Path.Combine(_folder, "quell.db"), NullLogger.Instance);
    }

    /// <summary>As many durable writes as there are callers.</summary>
    [Benchmark]
    public Task Write() => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => _journal!.Write(connection =>
        connection.Execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, 'x')", $"bench-{caller}"))));

    [GlobalCleanup]
    public async Task Close()
    {
        await _journal!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
