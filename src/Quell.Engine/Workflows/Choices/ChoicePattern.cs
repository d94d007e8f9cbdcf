using System.Collections.Immutable;
using System.Text;

namespace Quell.Engine.Workflows.Choices;

/// <summary>
/// A pattern of <c>StringMatches</c>: <c>*</c> stands for any number of characters, <c>\*</c> and <c>\\</c> for the character itself.
/// Matching takes time in proportion to the text.
/// </summary>
internal sealed class ChoicePattern
{
    private readonly ImmutableArray<string> _pieces;

    private ChoicePattern(ImmutableArray<string> pieces, bool hasOpenEscape) => (_pieces, HasOpenEscape) = (pieces, hasOpenEscape);

    /// <summary>Whether it has a backslash that escapes nothing, at which the state fails when it is tried.</summary>
    public bool HasOpenEscape { get; }

    public static ChoicePattern Parse(string text)
    {
        var pieces = ImmutableArray.CreateBuilder<string>();
        var piece = new StringBuilder();
        var isOpen = false;
        for (var position = 0; position < text.Length; position++)
        {
            if (text[position] == '*')
            {
                pieces.Add(piece.ToString());
                piece.Clear();
                continue;
            }

            if (text[position] == '\\')
            {
                var isEscape = position + 1 < text.Length && text[position + 1] is '*' or '\\';
                isOpen |= !isEscape;
                position += isEscape ? 1 : 0;
            }

            piece.Append(text[position]);
        }

        pieces.Add(piece.ToString());
        return new ChoicePattern(pieces.DrainToImmutable(), isOpen);
    }

    public bool Matches(string text)
    {
        if (_pieces.Length == 1)
        {
            return text == _pieces[0];
        }

        var (first, last) = (_pieces[0], _pieces[^1]);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first, StringComparison.Ordinal) || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (var piece in _pieces.AsSpan(1, _pieces.Length - 2))
        {
            var place = rest.IndexOf(piece, StringComparison.Ordinal);
            if (place < 0)
            {
                return false;
            }

            rest = rest[(place + piece.Length)..];
        }

        return true;
    }
}
