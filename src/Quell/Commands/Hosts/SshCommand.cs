using System.Diagnostics;
using Quell.Confinement;

namespace Quell.Commands.Hosts;

/// <summary>
/// How ssh is called (ssh(1), ssh_config(5)). What Quell cannot do without stands on the command line, where it has precedence over the
/// user's configuration: no questions, no unknown host keys, nothing forwarded, one connection of its own.
/// </summary>
internal static class SshCommand
{
    /// <summary>Of the process's variables these alone: ssh's configuration may use the one, its agent is found by the other.</summary>
    private static readonly string[] Inherited = ["HOME", "SSH_AUTH_SOCK"];

    private static readonly string[] Options =
    [
        // Older ssh does not know these; its configuration cannot set them either. The last is macOS's, which shared configurations
        // have it ignore: of two such lines the first one counts.
        "IgnoreUnknown=SessionType,StdinNull,ForkAfterAuthentication,KnownHostsCommand,UseKeychain",
        "SessionType=default", "StdinNull=no", "ForkAfterAuthentication=no",
        "BatchMode=yes", "PasswordAuthentication=no", "KbdInteractiveAuthentication=no", "NumberOfPasswordPrompts=0",
        "StrictHostKeyChecking=yes", "UpdateHostKeys=no", "VerifyHostKeyDNS=no", "CheckHostIP=no", "NoHostAuthenticationForLocalhost=no",
        "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes", "Tunnel=no", "GSSAPIDelegateCredentials=no", "AddKeysToAgent=no",
        "ControlMaster=no", "ControlPath=none", "PermitLocalCommand=no", "RemoteCommand=none", "RequestTTY=no", "EscapeChar=none",
        "ConnectTimeout=15", "ConnectionAttempts=1", "ServerAliveInterval=15", "ServerAliveCountMax=3", "LogLevel=ERROR",
    ];

    /// <param name="knownHosts">A file that has the node's keys under its id; null where the machine's own files have them.</param>
    /// <param name="command">What the user's login shell on the host runs.</param>
    /// <exception cref="EnvironmentException">This machine has no ssh.</exception>
    public static ProcessStartInfo Of(ManagedNode node, string? knownHosts, string command)
    {
        var program = SystemPrograms.Find("ssh").FirstOrDefault() ?? throw new EnvironmentException("This machine has no ssh, which commands on managed hosts need.");
        var info = new ProcessStartInfo(program, Arguments(node, knownHosts, command))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        info.Environment.Clear();
        info.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        info.Environment["LANG"] = "C.UTF-8";
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                info.Environment[name] = value;
            }
        }

        return info;
    }

    public static IEnumerable<string> Arguments(ManagedNode node, string? knownHosts, string command) =>
    [
        "-T",
        .. Options.SelectMany(Option),
        .. Option($"Port={node.Port}"),
        .. Option($"User={node.User}"),
        .. knownHosts is null ? [] : new[]
        {
            $"HostKeyAlias={node.Id}", $"UserKnownHostsFile={Quoted(knownHosts)}", "GlobalKnownHostsFile=/dev/null", "KnownHostsCommand=none",
        }.SelectMany(Option),
        .. node.IdentityFile.Length == 0 ? [] : Option("IdentitiesOnly=yes").Concat(["-i", Unexpanded(node.IdentityFile)]),
        "--",
        node.Host,
        command,
    ];

    /// <summary>A text as one word of a POSIX shell.</summary>
    public static string Word(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string[] Option(string option) => ["-o", option];

    /// <summary>A file's name as ssh's configuration has it: blanks within quotation marks.</summary>
    private static string Quoted(string path) =>
        $"\"{Unexpanded(path).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Unexpanded(string path) => path.Replace("%", "%%", StringComparison.Ordinal);
}
