namespace Quell.Engine.Rules.Values;

/// <summary>The value is a string that begins with this.</summary>
internal sealed class PrefixTest(byte[] prefix) : ValueTest
{
    public override bool Accepts(EventValue value) => value.IsString && value.Text.StartsWith(prefix);
}

/// <summary>The value is a string that ends with this.</summary>
internal sealed class SuffixTest(byte[] suffix) : ValueTest
{
    public override bool Accepts(EventValue value) => value.IsString && value.Text.EndsWith(suffix);
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
