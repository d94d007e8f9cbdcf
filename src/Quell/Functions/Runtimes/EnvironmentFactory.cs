using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Quell.Engine.Json;
using Quell.Gate;
using Quell.Logs;

namespace Quell.Functions.Runtimes;

/// <summary>
/// Starts environments: a process in a session of its own that dies with Quell, whose variables are those that Lambda defines
/// (Developer Guide, "Defined runtime environment variables") and the function's own, and nothing of Quell's.
/// </summary>
internal sealed class EnvironmentFactory : IDisposable
{
    private readonly FunctionHost _host;
    private readonly ProcessStarter _starter = new();
    private readonly Interpreters _interpreters;
    private readonly NodeModules _modules;
    private readonly string _folder;
    private readonly string _mark;

    private string CompiledFolder => Path.Combine(_host.Folder, "pycache");

    public EnvironmentFactory(FunctionHost host)
    {
        _host = host;
        _folder = Path.Combine(host.Folder, "run");
        _interpreters = new(host.Python);
        _modules = new(host.Folder, host.Log);
        _mark = "QUELL_ENVIRONMENT=" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(host.Folder))))[..16] + "/";
        Bootstraps.WriteTo(host.Folder);
    }

    /// <summary>Ends and removes what an earlier process of this data folder left, had it no time to.</summary>
    public void CleanUp()
    {
        ProcessGroup.KillMarked(_mark);
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <param name="token">Names the environment in the Runtime API's address; unguessable.</param>
    /// <exception cref="EnvironmentException">The program or what the code needs is not to be had.</exception>
    public async Task<FunctionEnvironment> Start(Function function, EnvironmentKey key, string token)
    {
        var code = _host.Codes.Unpacked(function.CodeSha256);
        var program = _interpreters.For(function.Runtime);
        if (program.Family == RuntimeFamily.Node)
        {
            await _modules.Provide(code).ConfigureAwait(false);
        }

        var scratch = Path.Combine(_folder, token);
        Directory.CreateDirectory(scratch);
        var stream = $"{_host.Time.GetUtcNow():yyyy/MM/dd}/[{function.Version}]{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var variables = Variables(function, key, token, code, scratch, stream);
        var output = new FunctionOutput(_host.Logs.Stream(function.Scope, function.LogGroup, stream), _host.Time);
        output.Add($"INIT_START Runtime Version: {program.Version} (for {function.Runtime})");
        var process = await Launch(program, function, code, variables).ConfigureAwait(false);
        return new(function, key, process, new(process.Id, _mark + token), output, _host.Time) { Folder = scratch, Token = token };
    }

    /// <summary>
    /// Removes the modules that Python has compiled, after an environment that did not become ready: a full disk leaves some of
    /// them half written, and with those no function would ever start again. Python compiles them anew.
    /// </summary>
    public void DiscardCompiled()
    {
        try
        {
            Directory.Delete(CompiledFolder, recursive: true);
        }
        catch (IOException fault)
        {
            _host.Log.LogDebug(fault, "Compiled modules could not be removed: there are none, or another environment is writing some");
        }
    }

    public void Dispose()
    {
        _starter.Dispose();
        _modules.Dispose();
    }

    private async Task<Process> Launch(Interpreter program, Function function, string code, Dictionary<string, string> variables)
    {
        // Above the limit that is watched: a bound for what a process could take between two looks at it.
        var data = ((function.Memory * 2) + 1024) * 1024;
        var script = string.Create(CultureInfo.InvariantCulture, $"ulimit -c 0; ulimit -n 1024; ulimit -d {data} 2>/dev/null; exec {_interpreters.Detach} \"$@\" </dev/null 2>&1");
        var info = new ProcessStartInfo("/bin/sh", ["-c", script, "sh", program.Path, .. program.Arguments, Path.Combine(_host.Folder, program.Bootstrap)])
        {
            WorkingDirectory = code,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        info.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            info.Environment[name] = value;
        }

        try
        {
            return await _starter.Start(info).ConfigureAwait(false);
        }
        catch (Win32Exception fault)
        {
            throw new EnvironmentException($"The function's process could not be started: {fault.Message}", fault);
        }
    }

    private Dictionary<string, string> Variables(Function function, EnvironmentKey key, string token, string code, string scratch, string stream)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["LANG"] = "C.UTF-8",
            ["TZ"] = ":UTC",
            ["HOME"] = scratch,
            ["TMPDIR"] = scratch,
            ["PYTHONPYCACHEPREFIX"] = CompiledFolder,
        };
        foreach (var (name, value) in function.Variables)
        {
            variables[name] = (value as JsonString)?.Value ?? value.ToString();
        }

        foreach (var (name, value) in Defined(function, key, code, stream))
        {
            variables[name] = value;
        }

        variables["AWS_LAMBDA_RUNTIME_API"] = $"{_host.Authority}{RuntimeApi.Prefix}{token}";
        variables["QUELL_ENVIRONMENT"] = (_mark + token)["QUELL_ENVIRONMENT=".Length..];
        return variables;
    }

    private (string Name, string Value)[] Defined(Function function, EnvironmentKey key, string code, string stream) =>
    [
        ("_HANDLER", function.Handler),
        ("LAMBDA_TASK_ROOT", code),
        ("LAMBDA_RUNTIME_DIR", _host.Folder),
        ("AWS_REGION", function.Scope.Region),
        ("AWS_DEFAULT_REGION", function.Scope.Region),
        ("AWS_EXECUTION_ENV", $"AWS_Lambda_{function.Runtime}"),
        ("AWS_LAMBDA_FUNCTION_NAME", function.Name.Name),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.Memory.ToString(CultureInfo.InvariantCulture)),
        ("AWS_LAMBDA_FUNCTION_VERSION", function.Version),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", function.LogGroup),
        ("AWS_LAMBDA_LOG_STREAM_NAME", stream),
        ("AWS_ACCESS_KEY_ID", key.AccessKeyId),
        ("AWS_SECRET_ACCESS_KEY", key.Secret),
        ("AWS_SESSION_TOKEN", key.SessionToken),
        ("AWS_ENDPOINT_URL", $"http://{_host.Authority}"),
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "true"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];
}

/// <summary>A function's environment cannot be made; the message is for the function's owner.</summary>
internal sealed class EnvironmentException(string message, Exception? inner = null) : Exception(message, inner);
