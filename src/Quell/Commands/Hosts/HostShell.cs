using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Quell.Accounts;
using Quell.Engine.Scopes;

namespace Quell.Commands.Hosts;

/// <summary>
/// Runs commands' scripts on the hosts that stacks name as managed, each in an SSH session of its own
/// (docs/decisions/0073-commands-over-ssh.md).
/// </summary>
internal sealed class HostShell : IShell
{
    private const int Sessions = 64;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>How long it may take until the host answers: ssh's own limit covers the connection, not the login.</summary>
    private static readonly TimeSpan BeginLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long the host has to confirm that it has ended a script.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    /// <summary>By how much the host's own limit is the later: it counts where the connection hangs.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly ResourceStore _store;
    private readonly HostPolicy _policy;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ShellWatch _watch;
    private readonly SemaphoreSlim _slots = new(Sessions);

    /// <param name="folder">A folder of its own within the data folder.</param>
    public HostShell(ResourceStore store, HostPolicy policy, string folder, TimeProvider time)
    {
        (_store, _policy, _folder, _time, _watch) = (store, policy, Path.GetFullPath(folder), time, new(time));
        if (Directory.Exists(_folder))
        {
            // What a process that was killed had no time to remove.
            Directory.Delete(_folder, recursive: true);
        }
    }

    public async Task<ShellEnd> Run(Scope scope, string node, CommandStep step, CancellationToken cancellationToken)
    {
        if (ManagedNode.Find(_store.Current, scope, node) is not { } host)
        {
            return ShellEnd.Undelivered($"{node} is not managed any more.");
        }

        if (_policy.Fault(host.Host) is { } fault)
        {
            return ShellEnd.Undelivered(fault);
        }

        if (step.WorkingDirectory.Contains('\n', StringComparison.Ordinal))
        {
            return ShellEnd.Missing("The working directory has more than one line.");
        }

        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Run(scope, host, step, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<ShellEnd> Run(Scope scope, ManagedNode host, CommandStep step, CancellationToken cancellationToken)
    {
        string? keys;
        try
        {
            keys = KeysOf(host);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ShellEnd.Undelivered($"The keys of {host.Host} could not be written down for ssh: {fault.Message}");
        }

        try
        {
            using var session = SshSession.Start(host, keys);
            return await Begin(session, host, cancellationToken).ConfigureAwait(false)
                ?? await Carry(session, scope, host, step, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Remove(keys);
        }
    }

    /// <summary>What cannot be removed goes at the next start; it holds public keys alone.</summary>
    private static void Remove(string? keys)
    {
        try
        {
            if (keys is not null)
            {
                File.Delete(keys);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Waits until the host is ready for the script; nothing has run before.</summary>
    /// <returns>Why it is not; null where it is.</returns>
    private async Task<ShellEnd?> Begin(SshSession session, ManagedNode host, CancellationToken cancellationToken)
    {
        await Task.WhenAny(session.Begun, Task.Delay(BeginLimit, _time, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!session.Begun.IsCompleted)
        {
            return ShellEnd.Unanswered($"{host.Host} did not answer within {BeginLimit.TotalSeconds:0} seconds. {session.Words}".TrimEnd());
        }

        return await session.Begun.ConfigureAwait(false) ? null
            : ShellEnd.Undelivered(session.Words is { Length: > 0 } words ? words : $"The login at {host.Host} ended without running anything.");
    }

    private async Task<ShellEnd> Carry(SshSession session, Scope scope, ManagedNode host, CommandStep step, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(step.TimeoutSeconds);
        var sent = session.Send(
            [
                (timeout + Margin).TotalSeconds.ToString("0", CultureInfo.InvariantCulture), host.Id, scope.Region, step.WorkingDirectory,
                step.Action == CommandStep.PowerShell ? "pwsh" : "sh",
            ],
            step.Script);
        var stopped = await _watch.Until(session.Ended, timeout, static () => null, cancellationToken).ConfigureAwait(false);
        if (stopped is not null)
        {
            return await Stop(session, host, stopped).ConfigureAwait(false);
        }

        await sent.ConfigureAwait(false);
        await _watch.Drain(session.Read).ConfigureAwait(false);
        return await session.Ended.ConfigureAwait(false) is { } code
            ? ShellEnd.Of(code, session.Output, session.Error)
            : ShellEnd.Undelivered($"The connection to {host.Host} ended while the script ran. The host ends it; how far it came is not known, and it is not run again.\n{session.Error}", session.Output);
    }

    private async Task<ShellEnd> Stop(SshSession session, ManagedNode host, ShellEnd stopped)
    {
        session.Hang();
        await Task.WhenAny(session.Ended, Task.Delay(EndLimit, _time, CancellationToken.None)).ConfigureAwait(false);
        var isConfirmed = session.Ended.IsCompletedSuccessfully && await session.Ended.ConfigureAwait(false) is not null;
        return stopped with
        {
            Output = session.Output,
            Error = isConfirmed ? stopped.Error : $"{stopped.Error} {host.Host} has not confirmed that; it ends the script when it notices that the connection is gone.",
        };
    }

    /// <summary>The node's keys in a file, under its id.</summary>
    /// <returns>Null where the machine's own known_hosts has them.</returns>
    private string? KeysOf(ManagedNode host)
    {
        if (host.HostKey.Length == 0)
        {
            return null;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, Owner);
        }

        var path = Path.Combine(_folder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        File.WriteAllText(path, string.Concat(NodeProperties.Keys(host.HostKey).Select(key => $"{host.Id} {key}\n")), new UTF8Encoding(false));
        return path;
    }
}
