using Quell.Cli;

namespace Quell.Tests.Cli;

public sealed class DataFolderLockTests
{
    [Fact]
    public void A_folder_serves_one_process_which_the_next_one_is_told()
    {
        using var folder = new TemporaryFolder();
        using (var taken = DataFolderLock.Take(folder.Path))
        {
            taken.Announce(new("http://127.0.0.1:4611"), "secret");
            var refusal = Should.Throw<CliException>(() => DataFolderLock.Take(folder.Path));
            refusal.ExitCode.ShouldBe(ExitCode.Failed);
            refusal.Message.ShouldContain($"process {Environment.ProcessId} at http://127.0.0.1:4611");
        }

        RunningInstance.Read(folder.Path).ShouldBeNull();
        DataFolderLock.Take(folder.Path).Dispose();
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_no_obstacle()
    {
        using var folder = new TemporaryFolder();
        folder.Write("quell.lock", "");
        folder.Write("quell.json", """{"pid": 1, "endpoint": "http://127.0.0.1:1"}""");
        using var taken = DataFolderLock.Take(folder.Path);
        RunningInstance.Read(folder.Path).ShouldNotBeNull().Pid.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public void A_file_is_no_data_folder()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x", "");
        Should.Throw<CliException>(() => DataFolderLock.Take(file)).Message.ShouldContain("is a file");
    }
}
