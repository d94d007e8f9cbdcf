using System.Text;
using Quell.Aws.Calls;
using Quell.Blobs;

namespace Quell.Tests.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private readonly Cli.TemporaryFolder _folder = new();
    private readonly BlobStore _blobs;

    public BlobStoreTests() => _blobs = new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Slices_are_read_one_after_the_other()
    {
        var (one, two) = (await Stored("0123456789"), await Stored("abcdef"));
        BlobSlice[] slices = [new(one, 8, 2), new(one, 3, 0), two.All, new(one, 0, 1)];

        await using var waiting = _blobs.Open(slices);
        using var reader = new StreamReader(waiting);
        (await reader.ReadToEndAsync()).ShouldBe("89abcdef0");

        using var content = new MemoryStream();
        using var blocking = _blobs.Open(slices);
        blocking.CopyTo(content);
        Encoding.UTF8.GetString(content.ToArray()).ShouldBe("89abcdef0");
    }

    [Fact]
    public void No_bytes_need_no_file()
    {
        using var nothing = _blobs.Open([new Blob("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, "d41d8cd98f00b204e9800998ecf8427e").All]);

        nothing.ReadByte().ShouldBe(-1);
    }

    private async Task<Blob> Stored(string text) =>
        await _blobs.Store(new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None);
}
