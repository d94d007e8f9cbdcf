using System.Globalization;
using System.Text;
using Quell.Confinement;

namespace Quell.Scripts;

/// <summary>What a script prints: its first lines and, of a flood, the last ones. Not for concurrent use, but for the reading of its text.</summary>
internal sealed class ScriptOutput(Action<string>? print)
{
    public const int LineLimit = 10_000;
    public const int ByteLimit = 1024 * 1024;
    private const int LastLines = 50;
    private const int LastLineLength = 4096;

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly Queue<string> _last = new();
    private int _lines;
    private long _dropped;

    /// <summary>Reads to the end.</summary>
    public Task Read(Stream stream) => OutputLines.Read(stream, Take);

    /// <summary>What has come so far, each line with its end.</summary>
    public string Text()
    {
        lock (_gate)
        {
            return _dropped == 0 ? _text.ToString() : string.Join('\n', [_text.ToString() + Note(), .. _last]) + "\n";
        }
    }

    private string Note() =>
        string.Create(CultureInfo.InvariantCulture, $"[{_dropped} lines dropped: a script may print {LineLimit} lines and {ByteLimit} bytes; the last of them follow]");

    private void Take(string line)
    {
        lock (_gate)
        {
            if (_lines >= LineLimit || _text.Length + line.Length > ByteLimit)
            {
                _dropped++;
                _last.Enqueue(line.Length <= LastLineLength ? line : line[..LastLineLength]);
                if (_last.Count > LastLines)
                {
                    _last.Dequeue();
                }

                return;
            }

            _lines++;
            _text.Append(line).Append('\n');
        }

        print?.Invoke(line);
    }
}
