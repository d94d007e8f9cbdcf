using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Explaining;

/// <summary>A text, number, true, false or null of the event.</summary>
/// <param name="Text">As tests want it: a string's unescaped and without quotes.</param>
/// <param name="Raw">As it stands in the event.</param>
/// <param name="Element">The innermost array element around it; null outside of all.</param>
internal sealed record EventLeaf(EventValueKind Kind, ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Raw, ArrayElement? Element)
{
    public bool IsNull => Kind == EventValueKind.Word && Text.Span.SequenceEqual("null"u8);

    /// <summary>The value in so many bytes or few more, with an ellipsis where it has more.</summary>
    public string Shortened(int longest)
    {
        if (Raw.Length <= longest)
        {
            return Encoding.UTF8.GetString(Raw.Span);
        }

        // Not within a character.
        while ((Raw.Span[longest] & 0xC0) == 0x80)
        {
            longest--;
        }

        return $"{Encoding.UTF8.GetString(Raw.Span[..longest])}…{(Kind == EventValueKind.String ? "\"" : "")}";
    }
}
