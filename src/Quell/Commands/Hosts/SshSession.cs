using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Quell.Confinement;

namespace Quell.Commands.Hosts;

/// <summary>
/// One ssh with a program (<c>remote.sh</c>) at its other end that runs one script: it waits to be given the script, and ends it when the
/// connection does.
/// </summary>
internal sealed class SshSession : IDisposable
{
    private const string Program = "Quell.Commands.Hosts.remote.sh";

    private static readonly Lazy<string> Remote = new(Load);

    private readonly Process _process;
    private readonly string _mark;
    private readonly MarkedOutput _output;
    private readonly MarkedOutput _error;
    private readonly Task _read;

    private SshSession(Process process, string mark)
    {
        (_process, _mark) = (process, mark);
        (_output, _error) = (new(mark, CommandPlugin.OutputCharacters), new(mark, CommandPlugin.ErrorCharacters));
        _read = Task.WhenAll(_output.Read(process.StandardOutput.BaseStream), _error.Read(process.StandardError.BaseStream));
    }

    /// <summary>Whether the program at the other end has answered; false where ssh ended without.</summary>
    public Task<bool> Begun => _error.Begun;

    /// <summary>The script's exit code, when the script and all that it started have ended or been let go; null where the connection ended before that.</summary>
    public Task<int?> Ended => _error.Code;

    /// <summary>Completes when both outputs have come to their ends.</summary>
    public Task Read => _read;

    /// <summary>What ssh, and the host before the script, had to say.</summary>
    public string Words => _error.Before;

    public string Output => _output.Text();

    public string Error => _error.Text();

    /// <exception cref="EnvironmentException">This machine has no ssh, or cannot start it.</exception>
    public static SshSession Start(ManagedNode node, string? knownHosts)
    {
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var command = $"exec /bin/sh -c {SshCommand.Word(Remote.Value)} quell {mark}";
        try
        {
            return new(Process.Start(SshCommand.Of(node, knownHosts, command)) ?? throw new UnreachableException("ssh"), mark);
        }
        catch (Win32Exception fault)
        {
            throw new EnvironmentException($"ssh cannot be started: {fault.Message}", fault);
        }
    }

    /// <summary>Has the other end run the script. Where the connection ends meanwhile, <see cref="Ended"/> tells.</summary>
    /// <param name="lines">What goes before the script, a line each.</param>
    public async Task Send(IEnumerable<string> lines, string script)
    {
        var text = string.Concat(((string[])[_mark, .. lines, script, _mark]).Select(line => line + "\n"));
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
            await _process.StandardInput.BaseStream.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // ssh has ended; so do its outputs, and that is reported.
        }
    }

    /// <summary>Tells the other end to end the script.</summary>
    public void Hang()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // ssh has ended already.
        }
    }

    /// <summary>Ends ssh, if it has not ended. The other end notices, and ends the script if that runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Load()
    {
        using var file = typeof(SshSession).Assembly.GetManifestResourceStream(Program) ?? throw new UnreachableException(Program);
        using var reader = new StreamReader(file);
        return string.Join('\n', reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#')));
    }
}
