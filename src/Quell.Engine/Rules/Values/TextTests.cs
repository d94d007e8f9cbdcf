namespace Quell.Engine.Rules.Values;

/// <summary>The value is a string that begins with this.</summary>
internal sealed class PrefixTest(byte[] prefix) : ValueTest
{
    public byte[] Text => prefix;

    public override Rarity Passing => Rarity.Part;

    public override bool Accepts(EventValue value) => value.IsString && value.Text.StartsWith(prefix);

    public override int GetHashCode() => HashOf(prefix);

    protected override bool IsSame(ValueTest other) => ((PrefixTest)other).Text.AsSpan().SequenceEqual(prefix);
}

/// <summary>The value is a string that ends with this.</summary>
internal sealed class SuffixTest(byte[] suffix) : ValueTest
{
    public byte[] Text => suffix;

    /// <summary>The text from its end to its start.</summary>
    public byte[] Reversed => [.. Enumerable.Reverse(suffix)];

    public override Rarity Passing => Rarity.Part;

    public override bool Accepts(EventValue value) => value.IsString && value.Text.EndsWith(suffix);

    public override int GetHashCode() => HashOf(suffix);

    protected override bool IsSame(ValueTest other) => ((SuffixTest)other).Text.AsSpan().SequenceEqual(suffix);
}

/// <summary>The value is a string that is, begins with or ends with this, whatever the case of its letters.</summary>
internal sealed class IgnoreCaseTest(CaselessText text, IgnoreCaseTest.Part part) : ValueTest
{
    /// <summary>Which part of the value is compared.</summary>
    internal enum Part
    {
        Whole,
        Prefix,
        Suffix,
    }

    public Part At => part;

    /// <summary>
    /// The text in small letters, a suffix's from its end, where all of it is ASCII: then a value's capitals of ASCII are the only
    /// letters that count as others. Null where it is not.
    /// </summary>
    public byte[]? Folded { get; } = text.Folded is { } folded && part == Part.Suffix ? [.. Enumerable.Reverse(folded)] : text.Folded;

    public override Rarity Passing => part == Part.Whole ? Rarity.Exact : Rarity.Part;

    public override int GetHashCode() => text.GetHashCode();

    protected override bool IsSame(ValueTest other) => other is IgnoreCaseTest same && same.At == part && same.Letters.Equals(text);

    private CaselessText Letters => text;

    public override bool Accepts(EventValue value) => value.IsString && part switch
    {
        Part.Whole => text.MatchFromStart(value.Text) == value.Text.Length,
        Part.Prefix => text.MatchFromStart(value.Text) >= 0,
        _ => text.MatchesEnd(value.Text),
    };
}

/// <summary>
/// The value is a string of these pieces in their order, anything between them: the text of a wildcard pattern split at its
/// stars. The first piece stands at the start and the last at the end. Takes the leftmost place of each piece in between,
/// so that no pattern makes it go back.
/// </summary>
internal sealed class WildcardTest(byte[][] pieces) : ValueTest
{
    /// <summary>What stands before the first star.</summary>
    public byte[] First => pieces[0];

    /// <summary>What stands behind the last star, from its end to its start.</summary>
    public byte[] LastReversed => [.. Enumerable.Reverse(pieces[^1])];

    /// <summary>Whether anything stands before the first star or behind the last.</summary>
    public bool HasEnds => pieces[0].Length + pieces[^1].Length > 0;

    public override Rarity Passing => Rarity.Part;

    public override int GetHashCode() => HashOf(pieces[0]) ^ HashOf(pieces[^1]);

    protected override bool IsSame(ValueTest other) =>
        other is WildcardTest same && same.Pieces.Length == pieces.Length
        && same.Pieces.Zip(pieces).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private byte[][] Pieces => pieces;

    public override bool Accepts(EventValue value)
    {
        var first = pieces[0];
        var last = pieces[^1];
        var text = value.Text;
        if (!value.IsString || !text.StartsWith(first))
        {
            return false;
        }

        if (pieces.Length == 1)
        {
            return text.Length == first.Length;
        }

        text = text[first.Length..];
        if (!text.EndsWith(last))
        {
            return false;
        }

        text = text[..^last.Length];
        for (var piece = 1; piece < pieces.Length - 1; piece++)
        {
            var found = text.IndexOf(pieces[piece]);
            if (found < 0)
            {
                return false;
            }

            text = text[(found + pieces[piece].Length)..];
        }

        return true;
    }
}
