using System.Globalization;

namespace Quell.Cli;

/// <summary>A bar on one line of a terminal: how much of the files has been read.</summary>
internal sealed class ReplayProgress(TextWriter terminal, IReadOnlyList<FileInfo> files)
{
    private const int Width = 32;

    private readonly long _total = Math.Max(1, files.Sum(static file => file.Length));
    private long _read;
    private int _shown = -1;

    /// <param name="position">Bytes read of the present file.</param>
    /// <param name="events">Events counted so far.</param>
    public void Show(long position, long events)
    {
        var percent = (int)Math.Min(100, (_read + position) * 100 / _total);
        if (percent == _shown)
        {
            return;
        }

        _shown = percent;
        var filled = percent * Width / 100;
        terminal.Write(string.Create(
            CultureInfo.InvariantCulture, $"\r{new string('█', filled)}{new string('░', Width - filled)} {percent,3} %  {events} events"));
    }

    public void EndFile(FileInfo file) => _read += file.Length;

    /// <summary>Takes the bar off the line, so that something else can be written.</summary>
    public void Clear()
    {
        terminal.Write("\r\u001b[K");
        _shown = -1;
    }

    public void End() => Clear();
}
