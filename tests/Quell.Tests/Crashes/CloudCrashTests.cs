using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Quell.Engine.Json;
using Quell.Storage;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>In front of AWS (moto, an AWS that nobody here wrote) a crash leaves a change openly indeterminate, and it is not repeated.</summary>
public sealed class CloudCrashTests
{
    /// <summary>The points, and how many VPCs there are behind them.</summary>
    public static TheoryData<string, int> Points => new() { { CrashPoint.CloudBeforeSend, 0 }, { CrashPoint.CloudAfterSend, 1 } };

    [MotoTheory]
    [MemberData(nameof(Points))]
    public async Task A_change_whose_outcome_a_crash_hid_is_indeterminate_and_not_repeated(string point, int made)
    {
        await using var moto = await Moto.Start();
        var environment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_REGION"] = "us-east-1", ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        string[] arguments = ["--cloud", "aws", "--cloud-endpoint", moto.Endpoint];
        var data = Directory.CreateTempSubdirectory("quell-crash-").FullName;
        using var client = new PuttingClient(0);
        var armed = QuellProcess.Launch(arguments, data, new Dictionary<string, string>(environment) { ["QUELL_CRASH_AT"] = $"{point}:1" });
        (await armed.IsReady()).ShouldBeTrue(armed.Output);
        await Should.ThrowAsync<Aws.AwsException>(() => client.Call(armed, "ec2", "CreateVpc", JsonObject.Of(("CidrBlock", "10.77.0.0/16"))));
        await QuellProcess.Eventually(() => armed.HasExited, exited => exited);
        armed.ExitCode.ShouldBe(137, armed.Output);

        await using var quell = await QuellProcess.Start(arguments, data, environment);
        var changes = ((JsonObject)await quell.Quell("changes")).Array("changes").Objects.ToList();
        changes.ShouldHaveSingleItem().String("state").ShouldBe("indeterminate");
        var vpcs = (await client.Call(quell, "ec2", "DescribeVpcs", JsonObject.Empty)).Output.Array("Vpcs").Objects;
        vpcs.Count(vpc => vpc.String("CidrBlock") == "10.77.0.0/16").ShouldBe(made);
    }

    private sealed class Moto(Process process, string endpoint) : IAsyncDisposable
    {
        public string Endpoint => endpoint;

        public static async Task<Moto> Start()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            var start = new ProcessStartInfo("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true };
            var process = Process.Start(start) ?? throw new InvalidOperationException("moto does not start");
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            await QuellProcess.Eventually(() => process.HasExited || IsOpen(port), ready => ready);
            process.HasExited.ShouldBeFalse();
            return new(process, $"http://127.0.0.1:{port}");
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        private static bool IsOpen(int port)
        {
            try
            {
                using var client = new TcpClient("127.0.0.1", port);
                return true;
            }
            catch (SocketException)
            {
                // Nobody listens yet.
                return false;
            }
        }
    }
}

/// <summary>A theory that acts on moto; skipped, saying so, where this machine's Python does not have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MotoTheoryAttribute : TheoryAttribute
{
    private static readonly bool HasMoto = Ask();

    public MotoTheoryAttribute()
    {
        if (!HasMoto)
        {
            Skip = "python3 cannot import moto.server (pip install 'moto[server]')";
        }
    }

    private static bool Ask()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('moto') is None)"]));
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no python3.
            return false;
        }
    }
}
