using Microsoft.Extensions.Logging;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;

namespace Quell.Commands;

/// <summary>
/// The files of instances: a folder for each below one that nobody else can enter. A command finds what an earlier one left; when the
/// instance is terminated, they go.
/// </summary>
/// <param name="folder">A folder of its own within the data folder.</param>
internal sealed class InstanceFolders(string folder, ILogger log)
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>An instance's folder, made where there is none. Runs have users of their own, so that it is open to all who get there.</summary>
    public string Of(string instance)
    {
        var path = Path.Combine(folder, instance);
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path).FullName;
        }

        Directory.CreateDirectory(folder, Owner);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, Everybody);
        return path;
    }

    /// <summary>Removes what belongs to no instance.</summary>
    public void CleanUp(ResourceSet state)
    {
        var there = state.ListAll(Ec2Kinds.Instance.Type).Where(entry => !IsGone(entry.Value)).Select(entry => entry.Key.Id).ToHashSet();
        foreach (var path in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            if (!there.Contains(Path.GetFileName(path)))
            {
                Remove(path);
            }
        }
    }

    /// <summary>Removes the files of instances that are gone with a change.</summary>
    public void Notice(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (key.Type == Ec2Kinds.Instance.Type && (value is null || IsGone(value)) && Directory.Exists(Path.Combine(folder, key.Id)))
            {
                _ = Task.Run(() => Remove(Path.Combine(folder, key.Id)));
            }
        }
    }

    private static bool IsGone(JsonObject instance) => InstanceState.Of(instance) == "terminated";

    private void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(fault, "The files of the instance {Instance} could not be removed; it is tried again at the next start", Path.GetFileName(path));
        }
    }
}
