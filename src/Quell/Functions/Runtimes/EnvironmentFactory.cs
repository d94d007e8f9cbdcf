using System.Globalization;
using System.Security.Cryptography;
using Quell.Confinement;
using Quell.Engine.Json;
using Quell.Gate;
using Quell.Logs;

namespace Quell.Functions.Runtimes;

/// <summary>
/// Starts environments: a confined process that dies with Quell, whose variables are those that Lambda defines
/// (Developer Guide, "Defined runtime environment variables") and the function's own, and nothing of Quell's.
/// </summary>
internal sealed class EnvironmentFactory : IDisposable
{
    /// <summary>What the folder for temporary files holds (Lambda quotas, "/tmp directory storage", its default).</summary>
    private const long ScratchBytes = 512L * 1024 * 1024;

    /// <summary>Processes and threads together (Lambda quotas, "Processes/threads").</summary>
    private const int ProcessesAndThreads = 1024;

    private readonly FunctionHost _host;
    private readonly Interpreters _interpreters;
    private readonly NodeModules _modules;

    public EnvironmentFactory(FunctionHost host)
    {
        _host = host;
        _interpreters = new(host.Confiner);
        _modules = new(host.Folder, host.Log);
        Bootstraps.WriteTo(host.Folder);
    }

    /// <param name="token">Names the environment in the Runtime API's address; unguessable.</param>
    /// <exception cref="EnvironmentException">The program or what the code needs is not to be had.</exception>
    public async Task<FunctionEnvironment> Start(Function function, EnvironmentKey key, string token)
    {
        var code = _host.Codes.Unpacked(function.CodeSha256);
        var program = await _interpreters.For(function.Runtime).ConfigureAwait(false);
        if (program.Family == RuntimeFamily.Node)
        {
            await _modules.Provide(code).ConfigureAwait(false);
        }

        var stream = $"{_host.Time.GetUtcNow():yyyy/MM/dd}/[{function.Version}]{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var output = new FunctionOutput(_host.Logs.Stream(function.Scope, function.LogGroup, stream), _host.Time);
        output.Add($"INIT_START Runtime Version: {program.Version} (for {function.Runtime})");
        var run = await _host.Confiner.Start(
            new ConfinedCommand
            {
                Arguments = [program.Path, .. program.Arguments, Path.Combine(_host.Folder, program.Bootstrap)],
                Variables = Variables(function, key, token, code, stream),
                Folder = code,
                Readable = [.. program.Folders, code, .. Own(program)],
                Limits = Limits(function),
                Origin = new(key.AccessKeyId, $"{RuntimeApi.Prefix}{token}/"),
                Mark = token,
            },
            CancellationToken.None).ConfigureAwait(false);
        return new(function, key, run, output, _host.Time) { Token = token };
    }

    public void Dispose() => _modules.Dispose();

    /// <summary>Above the limit that is watched: a bound for what a process could take between two looks at it.</summary>
    private static ConfinedLimits Limits(Function function) =>
        new(DataBytes: ((function.Memory * 2) + 1024) * 1024 * 1024, ProcessesAndThreads, ScratchBytes);

    /// <summary>The bootstrap, what it imports, and the modules that Quell has fetched for Node functions.</summary>
    private IEnumerable<string> Own(Interpreter program) =>
        new[] { program.Bootstrap, Bootstraps.Endpoint, "node_modules" }.Select(name => Path.Combine(_host.Folder, name)).Where(Path.Exists);

    private Dictionary<string, string> Variables(Function function, EnvironmentKey key, string token, string code, string stream)
    {
        var gate = GateVariables.Of(key, function.Scope.Region, _host.Authority);
        // As on Lambda the code's folder is read-only: what Python compiles of it is not kept, so that no function leaves code for another.
        var variables = new Dictionary<string, string>(gate, StringComparer.Ordinal) { ["PYTHONDONTWRITEBYTECODE"] = "1" };
        foreach (var (name, value) in function.Variables)
        {
            variables[name] = (value as JsonString)?.Value ?? value.ToString();
        }

        foreach (var (name, value) in gate.Where(static each => each.Key.StartsWith("AWS_", StringComparison.Ordinal)).Select(static each => (each.Key, each.Value)).Concat(Defined(function, code, stream)))
        {
            variables[name] = value;
        }

        variables["AWS_LAMBDA_RUNTIME_API"] = $"{_host.Authority}{RuntimeApi.Prefix}{token}";
        return variables;
    }

    private (string Name, string Value)[] Defined(Function function, string code, string stream) =>
    [
        ("_HANDLER", function.Handler),
        ("LAMBDA_TASK_ROOT", code),
        ("LAMBDA_RUNTIME_DIR", _host.Folder),
        ("AWS_EXECUTION_ENV", $"AWS_Lambda_{function.Runtime}"),
        ("AWS_LAMBDA_FUNCTION_NAME", function.Name.Name),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.Memory.ToString(CultureInfo.InvariantCulture)),
        ("AWS_LAMBDA_FUNCTION_VERSION", function.Version),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", function.LogGroup),
        ("AWS_LAMBDA_LOG_STREAM_NAME", stream),
    ];
}
