using System.Text;

namespace Quell.Engine.Templates.Packaging;

/// <summary>
/// Changes scalars of a template in its text, JSON or YAML, and leaves all else as it is: what is said about the changed text
/// still names the lines of the author's.
/// </summary>
internal sealed class SourceEdits
{
    private readonly string _text;
    private readonly List<int> _lines = [0];
    private readonly SortedDictionary<int, (int Length, string Replacement)> _edits = [];

    public SourceEdits(string text)
    {
        _text = text;
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            _lines.Add(at + 1);
        }
    }

    /// <summary>Takes note of a change.</summary>
    /// <param name="line">Where the scalar begins, counted from 1.</param>
    /// <param name="column">The same.</param>
    /// <param name="value">What it says.</param>
    /// <param name="replacement">What is to stand there; on one line, and read alike in JSON and YAML.</param>
    /// <returns>False where the scalar is written in a way that is not understood: as a block, or behind a tag or an anchor.</returns>
    public bool Replace(int line, int column, string value, string replacement)
    {
        var start = line >= 1 && line <= _lines.Count ? _lines[line - 1] + column - 1 : _text.Length;
        var length = start >= _text.Length ? 0
            : _text[start] is '"' or '\'' ? Quoted(start)
            : string.CompareOrdinal(_text, start, value, 0, value.Length) == 0 ? value.Length
            : 0;
        return length > 0 && _edits.TryAdd(start, (length, replacement));
    }

    /// <summary>The text with all changes.</summary>
    public string Apply()
    {
        var changed = new StringBuilder();
        var at = 0;
        foreach (var (start, (length, replacement)) in _edits)
        {
            changed.Append(_text, at, start - at).Append(replacement);
            at = start + length;
        }

        return changed.Append(_text, at, _text.Length - at).ToString();
    }

    /// <summary>The length of a quoted scalar with its quotes; 0 where it has no end.</summary>
    private int Quoted(int start)
    {
        var quote = _text[start];
        for (var at = start + 1; at < _text.Length; at++)
        {
            if (quote == '"' && _text[at] == '\\')
            {
                at++;
            }
            else if (_text[at] == quote && quote == '\'' && at + 1 < _text.Length && _text[at + 1] == quote)
            {
                at++;
            }
            else if (_text[at] == quote)
            {
                return at + 1 - start;
            }
        }

        return 0;
    }
}
