using System.Text;

namespace Quell.Tests.Crashes;

/// <summary>A start of a function, as it wrote it down itself.</summary>
internal sealed record FunctionStart(string Function, string EventId, string RequestId)
{
    public static List<FunctionStart> Read(string file) => !File.Exists(file) ? [] :
    [
        .. File.ReadLines(file).Select(line => line.Split(' ')).Select(words => new FunctionStart(words[0], words[1], words[2])),
    ];

    /// <summary>Processes whose environment names the file: functions that are still there.</summary>
    public static List<int> Processes(string file)
    {
        var mark = Encoding.UTF8.GetBytes($"STARTS={file}\0");
        return
        [
            .. Directory.EnumerateDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), out var process) ? process : 0)
                .Where(process => process > 0 && Environ(process).IndexOf(mark) >= 0),
        ];
    }

    private static ReadOnlySpan<byte> Environ(int process)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{process}/environ");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It has just ended, or is another's.
            return [];
        }
    }
}
