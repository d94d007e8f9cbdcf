namespace Quell.Commands.Hosts;

/// <summary>
/// Which hosts commands may run on at all: those that whoever started Quell has named. A template, and whoever may deploy one, does not
/// open the way to a host by itself.
/// </summary>
/// <param name="hosts">By name or address, as templates name them.</param>
internal sealed class HostPolicy(IReadOnlyList<string> hosts)
{
    /// <summary>Why no command may run there; null where it may.</summary>
    public string? Fault(string host) => hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
        ? null
        : $"Quell was not started for commands on the host {host}. If that is meant, start it with --managed-host {host}.";
}
