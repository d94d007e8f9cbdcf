using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Aws.Calls;
using Quell.Scripts;
using Quell.Server;

namespace Quell.Benchmarks;

/// <summary>
/// How long does a Python script with one EC2 call take: the first after Quell's start, one from the pool of loaded interpreters, and
/// the same script as a program of its own?
/// </summary>
internal static class ScriptFigures
{
    private const int Cold = 5;
    private const int Warm = 40;

    private const string Script =
        """
        import boto3
        def handler(events, context):
            return len(boto3.client("ec2").describe_vpcs()["Vpcs"])
        """;

    public static async Task<int> Run(string folder)
    {
        var (cold, warm, alone) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Cold; round++)
        {
            await using var server = await Start(Path.Combine(folder, $"data{round}"));
            cold.Add(await Time(() => Once(server)));
            for (var run = 0; run < Warm / Cold; run++)
            {
                warm.Add(await Time(() => Once(server)));
                alone.Add(await Time(() => Alone(server)));
            }
        }

        Say("a script with one EC2 call, as a program of its own, not confined", alone);
        Say("the first after Quell's start", cold);
        Say("from the pool", warm);
        return 0;
    }

    private static async Task<QuellServer> Start(string data)
    {
        var server = QuellServer.Create(new() { DataFolder = data, Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);
        await server.Start(CancellationToken.None);
        // What is measured is the script's start, not what Quell finds out about the machine at its own.
        await server.Engines.Confiner.Level();
        return server;
    }

    private static async Task Once(QuellServer server)
    {
        var result = await server.Engines.Scripts.Run(
            new ScriptRun
            {
                Runtime = "python3.11",
                Script = Script,
                Handler = "handler",
                Scope = new("000000000000", "us-east-1"),
                Principal = Principal.Root("000000000000"),
                Cause = new("bench"),
            },
            CancellationToken.None);
        if (result.Fault is { } fault)
        {
            throw new InvalidOperationException($"{fault.Type}: {fault.Message}\n{fault.Traceback}");
        }
    }

    private static async Task Alone(QuellServer server)
    {
        var python = await server.Engines.Confiner.Python();
        using var process = Process.Start(new ProcessStartInfo(python.Path, ["-c", Script + "\nhandler({}, {})"])
        {
            Environment =
            {
                ["AWS_ENDPOINT_URL"] = server.Address.OriginalString.TrimEnd('/'),
                ["AWS_ACCESS_KEY_ID"] = "000000000000",
                ["AWS_SECRET_ACCESS_KEY"] = "x",
                ["AWS_DEFAULT_REGION"] = "us-east-1",
            },
        }) ?? throw new InvalidOperationException(python.Path);
        await process.WaitForExitAsync();
    }

    private static async Task<double> Time(Func<Task> what)
    {
        var watch = Stopwatch.StartNew();
        await what();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void Say(string what, List<double> times)
    {
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {times[times.Count / 2]:F0} ms | {times[^1]:F0} ms |"));
    }
}
