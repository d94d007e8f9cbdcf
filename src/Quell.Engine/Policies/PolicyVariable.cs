namespace Quell.Engine.Policies;

/// <summary>A variable in a policy's text (IAM User Guide, "IAM policy elements: Variables and tags").</summary>
/// <param name="Key">The condition key that it stands for.</param>
/// <param name="Default">What it is where the key is not known; null for none.</param>
/// <param name="Literal">The character that <c>${*}</c>, <c>${?}</c> or <c>${$}</c> stands for; null for a key.</param>
/// <param name="End">Where the text goes on after it.</param>
internal sealed record PolicyVariable(string Key, string? Default, char? Literal, int End)
{
    /// <summary>Before which character of the pattern its value comes.</summary>
    public int At { get; init; }

    /// <summary>Reads the variable whose <c>$</c> is at the position; null where the text there is none.</summary>
    public static PolicyVariable? Read(string text, int position)
    {
        if (position + 1 >= text.Length || text[position + 1] != '{')
        {
            return null;
        }

        var close = text.IndexOf('}', position);
        if (close < 0)
        {
            return null;
        }

        var inner = text.AsSpan(position + 2, close - position - 2);
        if (inner is "*" or "?" or "$")
        {
            return new("", null, inner[0], close + 1);
        }

        var comma = inner.IndexOf(',');
        return comma < 0
            ? new(inner.Trim().ToString(), null, null, close + 1)
            : inner[(comma + 1)..].Trim() is ['\'', .. var value, '\'']
                ? new(inner[..comma].Trim().ToString(), value.ToString(), null, close + 1)
                : null;
    }
}
