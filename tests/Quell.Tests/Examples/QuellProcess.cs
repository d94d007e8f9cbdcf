using System.Diagnostics;
using System.Text;
using Quell.Engine.Json;
using Quell.Tests.Documentation;

namespace Quell.Tests.Examples;

/// <summary>
/// The real process, started as a user starts it, on a free port and in a data folder of its own. Ends with the test.
/// </summary>
internal sealed class QuellProcess : IAsyncDisposable
{
    /// <summary>How long a test waits for what has to come; a machine under load may need all of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private QuellProcess(Process process, string dataFolder) => (_process, DataFolder) = (process, dataFolder);

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "quell");

    public string DataFolder { get; }

    public string Endpoint { get; private set; } = "";

    public int Pid => _process.Id;

    /// <summary>What it has printed so far, on both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Once it has exited; 137 after <c>kill -9</c>.</summary>
    public int ExitCode => _process.ExitCode;

    /// <param name="arguments">Behind <c>up --data … --port 0</c>.</param>
    /// <param name="dataFolder">An earlier process's; null for a new one.</param>
    public static async Task<QuellProcess> Start(
        IEnumerable<string> arguments, string? dataFolder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var quell = Launch(arguments, dataFolder, environment);
        return await quell.IsReady().ConfigureAwait(false)
            ? quell
            : throw new InvalidOperationException($"quell ended before it was ready:\n{quell.Output}");
    }

    /// <summary>Waits until it listens; false where it ends before.</summary>
    public async Task<bool> IsReady()
    {
        await Eventually(() => Endpoint = ReadEndpoint(this), endpoint => endpoint.Length > 0 || HasExited).ConfigureAwait(false);
        return Endpoint.Length > 0;
    }

    /// <summary>Starts it without waiting until it is ready.</summary>
    /// <param name="user">The number of the user that it runs as; null for the tests' own.</param>
    public static QuellProcess Launch(
        IEnumerable<string> arguments, string? dataFolder = null, IReadOnlyDictionary<string, string>? environment = null, int? user = null)
    {
        dataFolder ??= Directory.CreateTempSubdirectory("quell-").FullName;
        File.Delete(Path.Combine(dataFolder, "quell.json"));
        string[] options = ["up", "--data", dataFolder, "--port", "0", .. arguments];
        var start = user is null ? Info(Program, options)
            : Info("setpriv", ["--reuid", $"{user}", "--regid", $"{user}", "--clear-groups", Program, .. options]);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var quell = new QuellProcess(Process.Start(start) ?? throw new InvalidOperationException("quell does not start"), dataFolder);
        quell._process.OutputDataReceived += (_, line) => quell.Keep(line.Data);
        quell._process.ErrorDataReceived += (_, line) => quell.Keep(line.Data);
        quell._process.BeginOutputReadLine();
        quell._process.BeginErrorReadLine();
        return quell;
    }

    public static string Example(string name) => Path.Combine(RequirementsDocument.Root, "examples", name);

    /// <summary>Runs the AWS CLI of Debian against it; its answer as JSON.</summary>
    public async Task<JsonObject> Aws(params string[] arguments)
    {
        var (code, output, error) = await TryAws(arguments).ConfigureAwait(false);
        code.ShouldBe(0, $"aws {string.Join(' ', arguments)}\n{error}\n{Output}");
        return output.Trim().Length == 0 ? JsonObject.Empty : (JsonObject)JsonValue.Parse(output);
    }

    public Task<(int Code, string Output, string Error)> TryAws(params string[] arguments) => Run(
        RealClientFactAttribute.AwsCli, ["--endpoint-url", Endpoint, "--output", "json", .. arguments], ClientEnvironment);

    /// <summary>Runs a command of Quell against it; what it prints with <c>--output json</c>.</summary>
    public async Task<JsonValue> Quell(params string[] arguments)
    {
        var (code, output, error) = await Run(
            Program, [.. arguments, "--data", DataFolder, "--output", "json"], ClientEnvironment).ConfigureAwait(false);
        code.ShouldBe(0, $"quell {string.Join(' ', arguments)}\n{error}");
        return JsonValue.Parse(output);
    }

    /// <summary>Asks again until the answer is right; fails with the last answer when it does not come to that.</summary>
    public static async Task<T> Eventually<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask().ConfigureAwait(false);
            if (isRight(answer))
            {
                return answer;
            }

            since.Elapsed.ShouldBeLessThan(Patience, $"the last answer was {answer}");
            await Task.Delay(50).ConfigureAwait(false);
        }
    }

    public static Task<T> Eventually<T>(Func<T> ask, Func<T, bool> isRight) => Eventually(() => Task.FromResult(ask()), isRight);

    /// <summary>Ends it as <c>kill -9</c> does; the data folder stays.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until it has ended as <c>kill -9</c> ends it, by its own hand; one that does not is ended here.</summary>
    public async Task Died()
    {
        try
        {
            await Eventually(() => HasExited, exited => exited).ConfigureAwait(false);
        }
        finally
        {
            if (!HasExited)
            {
                await Kill().ConfigureAwait(false);
            }
        }

        ExitCode.ShouldBe(137, Output);
    }

    /// <summary>Ends it as a service manager does, with SIGTERM.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Stop()
    {
        await Run("/bin/kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], new Dictionary<string, string>()).ConfigureAwait(false);
        await _process.WaitForExitAsync().WaitAsync(Patience).ConfigureAwait(false);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Stop().ConfigureAwait(false);
        }

        _process.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    public static async Task<(int Code, string Output, string Error)> Run(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = Info(program, arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        return (process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }

    public static Dictionary<string, string> ClientEnvironment { get; } = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_PAGER"] = "",
    };

    private static ProcessStartInfo Info(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static string ReadEndpoint(QuellProcess quell)
    {
        try
        {
            var file = (JsonObject)JsonValue.Parse(File.ReadAllBytes(Path.Combine(quell.DataFolder, "quell.json")));
            return file.Long("pid") == quell.Pid ? file.String("endpoint")?.TrimEnd('/') ?? "" : "";
        }
        catch (Exception fault) when (fault is IOException or JsonSyntaxException)
        {
            // Not written yet, or just being written.
            return "";
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}

/// <summary>A test that drives the process with the AWS CLI of Debian; skipped, saying so, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealClientFactAttribute : FactAttribute
{
    public const string AwsCli = "/usr/bin/aws";

    public RealClientFactAttribute()
    {
        if (!File.Exists(AwsCli))
        {
            Skip = $"{AwsCli} is not installed (Debian: apt-get install awscli)";
        }
    }
}
