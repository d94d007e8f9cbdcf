namespace Quell.Confinement;

/// <summary>
/// Which run a connection came from: known for certain where the run has a network of its own, whose one address Quell listens on.
/// Such a connection opens nothing but the calls of its own key and its own Runtime API.
/// </summary>
/// <param name="AccessKeyId">Its key; null for one without credentials.</param>
/// <param name="RuntimePath">What the path of its Runtime API begins with; null for one without.</param>
internal sealed record ConfinedOrigin(string? AccessKeyId, string? RuntimePath = null)
{
    public bool AdmitsPath(string path) => RuntimePath is not null && path.StartsWith(RuntimePath, StringComparison.Ordinal);
}
