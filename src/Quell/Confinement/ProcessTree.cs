using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Quell.Confinement;

/// <summary>
/// The processes of a run: its first one, which Programs/confine.py leads it with, and what descends from it. Nothing leaves this
/// tree: orphans become children of the first process, as of the init of a process namespace (pid_namespaces(7)) or of a
/// subreaper (prctl(2), PR_SET_CHILD_SUBREAPER).
/// </summary>
/// <param name="first">The first process.</param>
/// <param name="isContained">Whether it has a process namespace, which ends whole with its first process.</param>
/// <param name="mark">A text that its variables contain; the last resort where it has none.</param>
internal sealed class ProcessTree(int first, bool isContained, string mark)
{
    private const int Kill9 = 9;
    private const int Terminate = 15;
    private static readonly long PageSize = Environment.SystemPageSize;
    private readonly byte[] _mark = Encoding.UTF8.GetBytes(mark);
    private int _run;

    /// <summary>
    /// Kills every process. With a namespace the kernel does so, and no fork outruns it. Without one the first process does, group
    /// by group, until nothing is left; what killed that process first is found by its mark.
    /// </summary>
    public void Kill()
    {
        _ = NativeKill(first, isContained ? Kill9 : Terminate);
    }

    /// <summary>Kills what may be left after the first process has ended.</summary>
    public void KillRest()
    {
        if (!isContained)
        {
            KillMarked(_mark);
        }
    }

    /// <summary>Kills every process whose environment contains the mark: what an earlier Quell of this data folder left.</summary>
    public static void KillMarked(string mark) => KillMarked(Encoding.UTF8.GetBytes(mark));

    /// <summary>How many processes there are besides the first, and the memory that they hold in bytes.</summary>
    /// <param name="limit">
    /// Above it memory that processes share is looked at more closely, and counted once: forks of a loaded interpreter have most of theirs
    /// in common.
    /// </param>
    public (int Count, long Bytes) Usage(long limit)
    {
        var processes = Descendants();
        var bytes = processes.Sum(Own);
        return (processes.Count, bytes > limit ? processes.Sum(Share) : bytes);
    }

    /// <summary>The most memory that the function's or script's own process has held so far, in MB; 0 where that is not to be known.</summary>
    public long PeakMegabytes()
    {
        _run = _run != 0 ? _run : Processes().Where(process => ParentOf(process) == first).DefaultIfEmpty(0).Min();
        return (_run != 0 ? Field(_run, "status", "VmHWM:") : null) / 1024 ?? 0;
    }

    private List<int> Descendants()
    {
        var children = Processes().Select(static process => (Process: process, Parent: ParentOf(process))).ToLookup(static each => each.Parent, static each => each.Process);
        var found = new List<int>(children[first]);
        for (var index = 0; index < found.Count; index++)
        {
            found.AddRange(children[found[index]]);
        }

        return found;
    }

    private static void KillMarked(byte[] mark)
    {
        // A process can fork between being seen and being killed: its child carries the mark too, and is found in the next round.
        for (var round = 0; round < 100; round++)
        {
            var found = Processes().Where(process => process != Environment.ProcessId && Carries(process, mark)).ToList();
            if (found.Count == 0)
            {
                return;
            }

            found.ForEach(process => _ = NativeKill(process, Kill9));
        }
    }

    private static IEnumerable<int> Processes() => !Directory.Exists("/proc/self") ? [] : Directory
        .EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(folder.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0)
        .Where(process => process > 0);

    private static bool Carries(int process, byte[] mark) =>
        // A process that is gone but not yet reaped has an empty environment.
        Read(process, "environ") is { } variables && variables.AsSpan().IndexOf(mark) >= 0;

    /// <returns>0 for one that has ended.</returns>
    private static int ParentOf(int process)
    {
        if (Read(process, "stat") is not { } stat)
        {
            return 0;
        }

        // pid (name) state ppid …; the name may contain anything.
        var text = Encoding.UTF8.GetString(stat);
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && fields[0] != "Z" ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>What the process holds for itself: not its program's and libraries' files, which processes share.</summary>
    private static long Own(int process)
    {
        if (Read(process, "statm") is not { } statm)
        {
            return 0;
        }

        var fields = Encoding.UTF8.GetString(statm).Split(' ');
        return (long.Parse(fields[1], CultureInfo.InvariantCulture) - long.Parse(fields[2], CultureInfo.InvariantCulture)) * PageSize;
    }

    /// <summary>As <see cref="Own"/>, of what it shares with others its part (proc(5), <c>Pss_Anon</c> of <c>smaps_rollup</c>).</summary>
    private static long Share(int process) => Field(process, "smaps_rollup", "Pss_Anon:") * 1024 ?? Own(process);

    /// <summary>The number behind a name.</summary>
    private static long? Field(int process, string file, string name)
    {
        var line = Read(process, file) is { } text
            ? Encoding.UTF8.GetString(text).Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
            : null;
        return line is null ? null : long.Parse(line.AsSpan(name.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static byte[]? Read(int process, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{process}/{file}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int process, int signal);
}
