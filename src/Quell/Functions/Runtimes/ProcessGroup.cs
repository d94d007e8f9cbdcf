using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Quell.Functions.Runtimes;

/// <summary>
/// An environment's processes: those of its session, and those that left it but still carry its mark in their environment
/// (proc(5)). Where there is no <c>/proc</c>, only the process group is known.
/// </summary>
/// <param name="id">The first process, which leads its own session and group.</param>
/// <param name="mark">A text that only this environment's variables contain.</param>
internal sealed class ProcessGroup(int id, string mark)
{
    private const int Kill9 = 9;
    private static readonly long PageSize = Environment.SystemPageSize;
    private readonly byte[] _mark = Encoding.UTF8.GetBytes(mark);

    /// <summary>
    /// Kills every process. A signal to a group reaches all of it at once, also what is being forked (kill(2)), so that a
    /// fork bomb cannot outrun it; what has left the group is looked for until nothing is left.
    /// </summary>
    public void Kill()
    {
        _ = NativeKill(-id, Kill9);
        KillMarked(_mark);
    }

    /// <summary>Kills every process whose environment contains the mark: what an earlier Quell of this data folder left.</summary>
    public static void KillMarked(string mark) => KillMarked(Encoding.UTF8.GetBytes(mark));

    /// <summary>How many processes there are, and the memory that they hold in bytes.</summary>
    public (int Count, long Bytes) Usage()
    {
        var (count, bytes) = (0, 0L);
        foreach (var process in Processes())
        {
            if (SessionOf(process) == id)
            {
                count++;
                bytes += Own(process);
            }
        }

        return (count, bytes);
    }

    /// <summary>The most memory that the first process has held so far, in MB; 0 where that is not to be known.</summary>
    public long PeakMegabytes()
    {
        const string Field = "VmHWM:";
        var line = Read(id, "status") is { } status
            ? Encoding.UTF8.GetString(status).Split('\n').FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))
            : null;
        return line is null ? 0 : long.Parse(line.AsSpan(Field.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
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

    private static int SessionOf(int process)
    {
        if (Read(process, "stat") is not { } stat)
        {
            return 0;
        }

        // pid (name) state ppid pgrp session …; the name may contain anything.
        var text = Encoding.UTF8.GetString(stat);
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 3 && fields[0] != "Z" ? int.Parse(fields[3], CultureInfo.InvariantCulture) : 0;
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
