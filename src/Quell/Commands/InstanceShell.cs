using System.Security.Cryptography;
using System.Text;
using Quell.Confinement;
using Quell.Engine.Scopes;

namespace Quell.Commands;

/// <summary>
/// Runs a command's scripts on instances of the sandbox, each confined as the scripts of runbooks are
/// (docs/decisions/0071-confinement.md), in the files of its instance. They get no credentials: the gate refuses what they ask of it.
/// </summary>
internal sealed class InstanceShell(Confiner confiner, InstanceFolders folders, TimeProvider time) : IShell
{
    private const long MemoryMegabytes = 1024;
    private const int Processes = 256;
    private const long FileMegabytes = 256;

    /// <summary>Standard error goes to a file, so that the two outputs stay apart as AWS keeps them apart.</summary>
    private const string ErrorFile = "stderr";

    private const string PowerShellFile = "script.ps1";
    private const string ShellFile = "script.sh";

    // What runs later on the instance is another user, hence the open mask.
    private const string Start = $"""
        exec 2>"$TMPDIR/{ErrorFile}"
        umask 000
        export HOME="$1"
        cd -- "$1" && cd -- "$2" || exit 1
        file="$TMPDIR/$3"
        shift 3
        exec "$@" "$file"
        """;

    private readonly ShellWatch _watch = new(time);
    private readonly SemaphoreSlim _slots = new(Math.Max(8, Environment.ProcessorCount * 4));

    public async Task<ShellEnd> Run(Scope scope, string node, CommandStep step, CancellationToken cancellationToken)
    {
        var pwsh = SystemPrograms.Find("pwsh").FirstOrDefault();
        if (step.Action == CommandStep.PowerShell && pwsh is null)
        {
            return ShellEnd.Missing("This machine has no PowerShell (pwsh), which aws:runPowerShellScript needs.");
        }

        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var command = step.Action == CommandStep.PowerShell
                ? Command(scope, node, step, PowerShellFile, [pwsh!, "-NoProfile", "-NonInteractive", "-File"]) with { Readable = [SystemPrograms.Prefix(pwsh!), pwsh!] }
                : Command(scope, node, step, ShellFile, ["/bin/sh"]);
            using var process = await confiner.Start(command, cancellationToken).ConfigureAwait(false);
            var output = new ShellOutput(CommandPlugin.OutputCharacters);
            var printed = output.Read(process.Output);
            var stopped = await _watch.Until(process.Ended, TimeSpan.FromSeconds(step.TimeoutSeconds), () => LimitOf(process), cancellationToken).ConfigureAwait(false);
            if (stopped is not null)
            {
                process.Kill();
            }

            var end = await process.Ended.ConfigureAwait(false);
            await _watch.Drain(printed).ConfigureAwait(false);
            var ended = ShellEnd.Of(end.ExitCode, output.Text(), CommandPlugin.Cut(end.Answer?.String("answer") ?? end.Answer?.String("fault") ?? "", CommandPlugin.ErrorCharacters));
            return stopped is null ? ended : ended with { Status = stopped.Status, Details = stopped.Details, Error = stopped.Error };
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private ConfinedCommand Command(Scope scope, string instance, CommandStep step, string file, string[] interpreter)
    {
        var folder = folders.Of(instance);
        return new()
        {
            Arguments = ["/bin/sh", "-c", Start, "sh", folder, step.WorkingDirectory.Length == 0 ? "." : step.WorkingDirectory, file, .. interpreter],
            Variables = new Dictionary<string, string>
            {
                ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                ["LANG"] = "C.UTF-8",
                ["AWS_SSM_INSTANCE_ID"] = instance,
                ["AWS_SSM_REGION_NAME"] = scope.Region,
            },
            Writable = [folder],
            Files = new Dictionary<string, ReadOnlyMemory<byte>> { [file] = Encoding.UTF8.GetBytes(step.Script + "\n") },
            Answer = ErrorFile,
            Limits = new(DataBytes: MemoryMegabytes << 20, Processes, FileMegabytes << 20),
            Origin = new(null),
            Mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
    }

    private static string? LimitOf(ConfinedRun process)
    {
        var (count, bytes) = process.Usage(MemoryMegabytes << 20);
        return count > Processes || bytes > MemoryMegabytes << 20
            ? $"The script had more than {Processes} processes or {MemoryMegabytes} MB and was ended."
            : null;
    }
}
