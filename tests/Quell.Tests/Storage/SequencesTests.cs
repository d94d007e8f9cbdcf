using Microsoft.Extensions.Logging.Abstractions;
using Quell.Storage;

namespace Quell.Tests.Storage;

public sealed class SequencesTests
{
    [Fact]
    public async Task A_number_is_never_used_again_even_when_its_row_is_gone()
    {
        var folder = Directory.CreateTempSubdirectory("quell-sequences-").FullName;
        var path = Path.Combine(folder, "quell.db");
        long last;
        await using (var journal = Journal.Open(path, NullLogger.Instance))
        {
            last = Sequences.Of(journal).Next(41) + 40;
            await journal.Write(connection => connection.Execute("DELETE FROM events"));
        }

        await using (var journal = Journal.Open(path, NullLogger.Instance))
        {
            Sequences.Of(journal).Next().ShouldBe(last + 1);
        }

        Directory.Delete(folder, recursive: true);
    }
}
