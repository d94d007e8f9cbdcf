using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Quell.Engine.Json;
using Quell.Tests.Examples;

namespace Quell.Tests.Gate;

/// <summary>
/// moto as a server, an AWS that nobody here wrote, behind a proxy that records what reaches it. One for all tests of the
/// collection, which run one after the other; ends with them.
/// </summary>
public sealed class CloudAwsMoto : IAsyncLifetime, IDisposable
{
    /// <summary>The collection of the tests that share it.</summary>
    public const string Collection = "moto";

    public const string Account = "123456789012";
    public const string OperatorKey = "AKIAQUELLOPERATOR001";

    private readonly HttpClient _http = new();
    private Process? _process;

    /// <summary>moto itself: what is done here does not come from Quell.</summary>
    public string Endpoint { get; private set; } = "";

    internal CloudAwsProxy Proxy { get; private set; } = null!;

    /// <summary>Where the machine's Python cannot import it, no test of the class runs.</summary>
    public async Task InitializeAsync()
    {
        if (MotoFactAttribute.Missing is not null)
        {
            return;
        }

        var port = FreePort();
        Endpoint = $"http://127.0.0.1:{port}";
        _process = Process.Start(new ProcessStartInfo("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("python3 does not start");
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await QuellProcess.Eventually(Answers, answers => answers);
        Proxy = await CloudAwsProxy.Start(Endpoint);
    }

    public async Task DisposeAsync()
    {
        if (Proxy is not null)
        {
            await Proxy.DisposeAsync();
        }

        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

    }

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
    }

    /// <summary>Empties moto and forgets what has reached it.</summary>
    public async Task Reset()
    {
        (await _http.PostAsync(Endpoint + "/moto-api/reset", null)).EnsureSuccessStatusCode();
        Proxy.Clear();
    }

    /// <summary>Starts Quell in front of it, the proxy between them.</summary>
    internal Task<QuellProcess> Quell(params string[] arguments) =>
        QuellProcess.Start([.. arguments, "--cloud", "aws", "--cloud-endpoint", Proxy.Endpoint], environment: Operator);

    /// <summary>The keys that Quell runs with.</summary>
    internal static Dictionary<string, string> Operator { get; } = new(QuellProcess.ClientEnvironment)
    {
        ["AWS_ACCESS_KEY_ID"] = OperatorKey,
        ["AWS_SECRET_ACCESS_KEY"] = "operators-secret",
    };

    /// <summary>Asks moto with the AWS CLI, past Quell.</summary>
    internal async Task<JsonObject> Aws(params string[] arguments)
    {
        var (code, output, error) = await TryAws(arguments);
        code.ShouldBe(0, $"aws {string.Join(' ', arguments)}\n{error}");
        return output.Trim().Length == 0 ? JsonObject.Empty : (JsonObject)JsonValue.Parse(output);
    }

    internal Task<(int Code, string Output, string Error)> TryAws(params string[] arguments) => QuellProcess.Run(
        RealClientFactAttribute.AwsCli, ["--endpoint-url", Endpoint, "--output", "json", .. arguments], QuellProcess.ClientEnvironment);

    private async Task<bool> Answers()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, new Uri(Endpoint).Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

[CollectionDefinition(CloudAwsMoto.Collection)]
public sealed class CloudAwsMotoTests : ICollectionFixture<CloudAwsMoto>;

/// <summary>A test against moto, driven with the AWS CLI; skipped, saying so, where the machine has one of them not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_missing = new(static () =>
        !File.Exists(RealClientFactAttribute.AwsCli) ? $"{RealClientFactAttribute.AwsCli} is not installed (Debian: apt-get install awscli)"
        : Boto3FactAttribute.Run("python3", ["-c", "import moto.server"]).Status != 0 ? "python3 cannot import moto.server (pip install moto[server])"
        : null);

    public MotoFactAttribute() => Skip = Missing;

    /// <summary>What is missing; null where nothing is.</summary>
    public static string? Missing => s_missing.Value;
}
