using System.Globalization;

namespace Quell.Commands.Hosts;

/// <summary>
/// One output of an SSH session. What comes before the mark is ssh's own and the login's, what comes behind it the script's, until
/// the mark comes again, on a line with the exit code. Safe for concurrent use.
/// </summary>
/// <param name="mark">What no script knows beforehand.</param>
/// <param name="most">How many characters of the script's are kept.</param>
internal sealed class MarkedOutput(string mark, int most)
{
    /// <summary>A line of the mark and more than this is no exit code's.</summary>
    private const int LongestCode = 10;

    private readonly ShellOutput _before = new(CommandPlugin.ErrorCharacters);
    private readonly ShellOutput _text = new(most);
    private readonly TaskCompletionSource<bool> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int?> _code = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    /// <summary>What may be the beginning of a mark.</summary>
    private string _rest = "";

    /// <summary>What came before the mark.</summary>
    public string Before => _before.Text().Trim();

    /// <summary>Whether the mark came; false at the end of an output that never had it.</summary>
    public Task<bool> Begun => _begun.Task;

    /// <summary>The exit code; null at the end of an output that told none.</summary>
    public Task<int?> Code => _code.Task;

    /// <summary>What the script has written so far.</summary>
    public string Text()
    {
        lock (_gate)
        {
            return CommandPlugin.Cut(_text.Text() + (_begun.Task.IsCompleted ? _rest : ""), most);
        }
    }

    /// <summary>Reads to the end.</summary>
    public async Task Read(Stream stream)
    {
        await ShellOutput.Read(stream, Take).ConfigureAwait(false);
        End();
    }

    public void Take(ReadOnlySpan<char> characters)
    {
        lock (_gate)
        {
            var text = string.Concat(_rest, characters);
            _rest = _begun.Task.IsCompleted ? TakeScript(text) : TakeBefore(text);
        }
    }

    /// <summary>No more comes.</summary>
    public void End()
    {
        lock (_gate)
        {
            (_begun.Task.IsCompleted ? _text : _before).Take(_rest);
            _rest = "";
            _begun.TrySetResult(false);
            _code.TrySetResult(null);
        }
    }

    private string TakeBefore(string text)
    {
        var at = text.IndexOf(mark + "\n", StringComparison.Ordinal);
        if (at < 0)
        {
            return Keep(_before, text, mark.Length);
        }

        _before.Take(text.AsSpan(0, at));
        _begun.TrySetResult(true);
        return TakeScript(text[(at + mark.Length + 1)..]);
    }

    private string TakeScript(string text)
    {
        if (_code.Task.IsCompleted)
        {
            return "";
        }

        var at = text.IndexOf($"\n{mark} ", StringComparison.Ordinal);
        if (at < 0)
        {
            return Keep(_text, text, mark.Length + 1);
        }

        _text.Take(text.AsSpan(0, at));
        var line = text.AsSpan(at + mark.Length + 2);
        var end = line.IndexOf('\n');
        if (end < 0 && line.Length <= LongestCode)
        {
            return text[at..];
        }

        _code.TrySetResult(end >= 0 && int.TryParse(line[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null);
        return "";
    }

    /// <summary>Takes what cannot be the beginning of a mark.</summary>
    /// <returns>The rest.</returns>
    private static string Keep(ShellOutput output, string text, int most)
    {
        var rest = Math.Min(most, text.Length);
        output.Take(text.AsSpan(0, text.Length - rest));
        return text[^rest..];
    }
}
