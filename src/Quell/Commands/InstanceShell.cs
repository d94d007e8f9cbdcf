using System.Security.Cryptography;
using System.Text;
using Quell.Confinement;

namespace Quell.Commands;

/// <summary>
/// Runs a command's scripts, each confined as the scripts of runbooks are (docs/decisions/0071-confinement.md), in the files of its
/// instance. They get no credentials: the gate refuses what they ask of it. Safe for concurrent use.
/// </summary>
internal sealed class InstanceShell(Confiner confiner, InstanceFolders folders, TimeProvider time) : IDisposable
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

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _slots = new(Math.Max(8, Environment.ProcessorCount * 4));

    /// <param name="cancellationToken">Kills the script.</param>
    /// <exception cref="EnvironmentException">It cannot be started.</exception>
    public async Task<ShellEnd> Run(string instance, string region, CommandStep step, CancellationToken cancellationToken)
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
                ? Command(instance, region, step, PowerShellFile, [pwsh!, "-NoProfile", "-NonInteractive", "-File"]) with { Readable = [SystemPrograms.Prefix(pwsh!), pwsh!] }
                : Command(instance, region, step, ShellFile, ["/bin/sh"]);
            using var process = await confiner.Start(command, cancellationToken).ConfigureAwait(false);
            var output = new ShellOutput();
            var printed = output.Read(process.Output);
            var stopped = await Watch(process, TimeSpan.FromSeconds(step.TimeoutSeconds), cancellationToken).ConfigureAwait(false);
            var end = await process.Ended.ConfigureAwait(false);
            await Task.WhenAny(printed, Task.Delay(DrainLimit, time, CancellationToken.None)).ConfigureAwait(false);
            var ended = ShellEnd.Of(end.ExitCode, output.Text(), CommandPlugin.Cut(end.Answer?.String("answer") ?? end.Answer?.String("fault") ?? "", CommandPlugin.ErrorCharacters));
            return stopped is null ? ended : ended with { Status = stopped.Status, Details = stopped.Details, Error = stopped.Error };
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private ConfinedCommand Command(string instance, string region, CommandStep step, string file, string[] interpreter)
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
                ["AWS_SSM_REGION_NAME"] = region,
            },
            Writable = [folder],
            Files = new Dictionary<string, ReadOnlyMemory<byte>> { [file] = Encoding.UTF8.GetBytes(step.Script + "\n") },
            Answer = ErrorFile,
            Limits = new(DataBytes: MemoryMegabytes << 20, Processes, FileMegabytes << 20),
            Origin = new(null),
            Mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
    }

    /// <summary>Waits for the end, and brings it about where a limit is passed.</summary>
    /// <returns>Why it was killed; null where it ended by itself.</returns>
    private async Task<ShellEnd?> Watch(ConfinedRun process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!process.Ended.IsCompleted)
        {
            var stopped = cancellationToken.IsCancellationRequested ? Stopped(CommandStatus.Cancelled, CommandStatus.Cancelled, "The command was cancelled.")
                : time.GetElapsedTime(start) >= timeout ? Stopped(CommandStatus.TimedOut, CommandStatus.ExecutionTimedOut, $"The script ran longer than {timeout.TotalSeconds:0} seconds and was ended.")
                : IsOverLimit(process) ? Stopped(CommandStatus.Failed, CommandStatus.Failed, $"The script had more than {Processes} processes or {MemoryMegabytes} MB and was ended.")
                : null;
            if (stopped is not null)
            {
                process.Kill();
                return stopped;
            }

            await Task.WhenAny(process.Ended, Task.Delay(WatchInterval, time, cancellationToken)).ConfigureAwait(false);
        }

        return null;
    }

    private static ShellEnd Stopped(string status, string details, string reason) => new(status, details, 0, "", reason);

    private static bool IsOverLimit(ConfinedRun process)
    {
        var (count, bytes) = process.Usage(MemoryMegabytes << 20);
        return count > Processes || bytes > MemoryMegabytes << 20;
    }
}
