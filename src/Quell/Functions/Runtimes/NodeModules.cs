using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Quell.Confinement;

namespace Quell.Functions.Runtimes;

/// <summary>
/// The AWS SDK for JavaScript v3 for Node functions, which on Lambda is part of the runtime: the clients that the code names
/// and does not bring along are fetched once with npm, into the <c>node_modules</c> of a folder above the code, where Node's
/// resolution finds them (Node.js, "Modules: loading from node_modules folders"; the same for ECMAScript modules).
/// </summary>
/// <param name="folder">The <c>functions</c> folder: an ancestor of every function's code.</param>
internal sealed partial class NodeModules(string folder, ILogger log) : IDisposable
{
    private static readonly string[] Extensions = [".js", ".mjs", ".cjs"];
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <exception cref="EnvironmentException">A client is missing and cannot be fetched.</exception>
    public async Task Provide(string code)
    {
        var missing = Missing(code);
        if (missing.Count == 0)
        {
            return;
        }

        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            missing = Missing(code);
            if (missing.Count > 0)
            {
                await Install(missing).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>The SDK packages that the function's own files name.</summary>
    public static IReadOnlyCollection<string> Named(string code) => Directory
        .EnumerateFiles(code, "*", SearchOption.AllDirectories)
        .Where(file => Extensions.Contains(Path.GetExtension(file)) && !file.Contains("/node_modules/", StringComparison.Ordinal))
        .SelectMany(file => PackageName().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
        .ToHashSet(StringComparer.Ordinal);

    private List<string> Missing(string code) =>
        [.. Named(code).Where(name => !Directory.Exists(Path.Combine(code, "node_modules", name)) && !Directory.Exists(Path.Combine(folder, "node_modules", name)))];

    private async Task Install(List<string> packages)
    {
        var manifest = Path.Combine(folder, "package.json");
        if (!File.Exists(manifest))
        {
            await File.WriteAllTextAsync(manifest, "{\"private\": true}\n").ConfigureAwait(false);
        }

        log.LogInformation("Fetching {Packages} with npm for Node functions", string.Join(", ", packages));
        try
        {
            using var process = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", .. packages])
            {
                WorkingDirectory = folder,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }) ?? throw new UnreachableException("npm");
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            using var limit = new CancellationTokenSource(InstallLimit, TimeProvider.System);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw Failed(packages, (await errors.ConfigureAwait(false)).Trim());
            }
        }
        catch (Win32Exception)
        {
            throw Failed(packages, "npm is not installed");
        }
        catch (OperationCanceledException)
        {
            throw Failed(packages, $"npm did not end within {InstallLimit.TotalMinutes} minutes");
        }
    }

    private EnvironmentException Failed(List<string> packages, string reason) => new(
        $"The function imports {string.Join(", ", packages)}, which its package does not contain and npm could not fetch: {reason}. "
        + $"Put the modules into the package, or install them into {Path.Combine(folder, "node_modules")}.");

    [GeneratedRegex("""(?:from|import|require)\s*\(?\s*['"](@(?:aws-sdk|smithy)/[a-z0-9][a-z0-9._-]*)""")]
    private static partial Regex PackageName();
}
