using Quell.Tests.Cli;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>
/// A data folder into which <c>crashes.yaml</c> has been deployed once. Each test takes a copy, so that what it counts begins
/// behind the deployment; they share the file that functions write their starts into, so they run one after the other.
/// </summary>
public sealed class ArmedFolder : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Every start of a function, a line each: function, event id, request id, a word of its own.</summary>
    public string Starts => Path.Combine(Shared, "starts");

    internal string[] Arguments =>
        [Path.Combine(AppContext.BaseDirectory, "Crashes", "crashes.yaml"), "--parameter", $"Starts={Starts}", "--share", Shared];

    /// <summary>The one folder of the machine that functions see; they run as other users.</summary>
    private string Shared => Path.Combine(_folder.Path, "shared");

    private string Armed => Path.Combine(_folder.Path, "armed");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Armed);
        Directory.CreateDirectory(Shared);
        Forget();
        var quell = await QuellProcess.Start(Arguments, Armed);
        (await quell.Stop()).ShouldBe(0, quell.Output);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>A fresh copy, with no start counted.</summary>
    public string Copy()
    {
        Forget();
        return CopyOf(Armed);
    }

    /// <summary>No start is counted from now on.</summary>
    public void Forget()
    {
        File.WriteAllText(Starts, "");
        FileModes.Set(Starts, 0b110_110_110);
    }

    /// <summary>A fresh copy of a data folder on which no process runs.</summary>
    internal static string CopyOf(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("quell-crash-").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return copy;
    }
}
