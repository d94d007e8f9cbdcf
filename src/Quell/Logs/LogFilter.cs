using System.Text;

namespace Quell.Logs;

/// <summary>
/// A filter pattern of plain terms (CloudWatch Logs User Guide, "Filter pattern syntax", unstructured log events): every term
/// must occur, of the <c>?</c> terms one, none of the <c>-</c> terms; quotes join words. Matching minds the case.
/// </summary>
internal sealed class LogFilter
{
    private readonly List<string> _all = [];
    private readonly List<string> _any = [];
    private readonly List<string> _none = [];

    private LogFilter()
    {
    }

    /// <exception cref="Aws.AwsException">The pattern is of another kind, or its quotes do not close.</exception>
    public static LogFilter Parse(string? pattern)
    {
        var filter = new LogFilter();
        var text = pattern?.Trim() ?? "";
        if (text is ['{', ..] or ['[', ..] or ['%', ..])
        {
            throw LogErrors.Invalid("Invalid filter pattern: Quell filters by plain terms (words, \"quoted phrases\", ?either, -without), not by JSON, field or regular expressions.");
        }

        for (var position = 0; position < text.Length;)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }

            var terms = text[position] switch { '?' => filter._any, '-' => filter._none, _ => filter._all };
            position += terms == filter._all ? 0 : 1;
            terms.Add(Term(text, ref position));
        }

        return filter;
    }

    public bool Matches(string message)
    {
        foreach (var term in _all)
        {
            if (!message.Contains(term, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return !_none.Exists(term => message.Contains(term, StringComparison.Ordinal))
            // Beside required terms the optional ones count for nothing, as the guide says.
            && (_any.Count == 0 || _all.Count > 0 || _any.Exists(term => message.Contains(term, StringComparison.Ordinal)));
    }

    private static string Term(string text, ref int position)
    {
        var term = new StringBuilder();
        if (position < text.Length && text[position] == '"')
        {
            for (position++; position < text.Length && text[position] != '"'; position++)
            {
                position += text[position] == '\\' && position + 1 < text.Length ? 1 : 0;
                term.Append(text[position]);
            }

            return position++ < text.Length ? Filled(term) : throw LogErrors.Invalid("Invalid filter pattern: a quote does not close.");
        }

        for (; position < text.Length && !char.IsWhiteSpace(text[position]); position++)
        {
            term.Append(text[position]);
        }

        return Filled(term);
    }

    private static string Filled(StringBuilder term) =>
        term.Length > 0 ? term.ToString() : throw LogErrors.Invalid("Invalid filter pattern: a term is empty.");
}
