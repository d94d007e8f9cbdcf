namespace Quell.Confinement;

/// <summary>How far the system lets runs be confined; found out once, by starting one.</summary>
/// <param name="IsIsolated">Whether a run has namespaces of its own: network, processes, files, and a user without rights.</param>
/// <param name="IsMapped">Whether that user is Quell's own in a user namespace, rather than one that root becomes.</param>
/// <param name="Python">Which Python starts them.</param>
/// <param name="Obstacle">Why a run has none; null where it has.</param>
internal sealed record ConfinementLevel(bool IsIsolated, bool IsMapped, Python Python, string? Obstacle = null)
{
    /// <summary>What the start-up log says where not everything is enforced; null where it is.</summary>
    public string? Warning => IsIsolated ? null :
        "Functions and scripts run as Quell's user, in its network and file system, and are held to their process group only: this system"
        + $" gives them no namespaces ({Obstacle}). That the gate is their only way out, and that they cannot read each other's and your files, is not enforced.";
}
