using Microsoft.Extensions.Logging.Abstractions;
using Quell.Server;

namespace Quell.Tests.Queues;

/// <summary>SQS in both of its protocols, and SNS, as boto3 of two generations speaks them.</summary>
public sealed class QueuesOverTheWireTests
{
    [Boto3Fact(Boto3FactAttribute.Default)]
    public Task Todays_boto3_works_with_queues_and_topics() => Run(Boto3FactAttribute.Default);

    [Boto3Fact(Boto3FactAttribute.Debian)]
    public Task Debians_boto3_works_with_queues_and_topics() => Run(Boto3FactAttribute.Debian);

    private static async Task Run(string python)
    {
        var folder = Directory.CreateTempSubdirectory("quell-wire-").FullName;
        await using (var server = QuellServer.Create(
            new ServerOptions { DataFolder = folder, Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance))
        {
            await server.Start(CancellationToken.None);
            var script = Path.Combine(AppContext.BaseDirectory, "Queues", "queues_over_the_wire.py");
            var (status, output) = await Task.Run(
                () => Boto3FactAttribute.Run(python, [script, server.Address.ToString().TrimEnd('/')]));
            status.ShouldBe(0, output);
        }

        Directory.Delete(folder, recursive: true);
    }
}
