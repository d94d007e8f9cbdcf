using Quell.Server;

namespace Quell.Tests.Server;

public class ServerOptionsTests
{
    [Fact]
    public void A_relative_data_folder_is_taken_from_where_the_process_stands() =>
        new ServerOptions { DataFolder = "data" }.DataFolder.ShouldBe(Path.Combine(Directory.GetCurrentDirectory(), "data"));
}
