namespace Quell.Sandbox.Ec2;

/// <summary>
/// A filter value: <c>*</c> stands for any characters, <c>?</c> for one, <c>\</c> takes the next literally; case counts
/// (EC2 User Guide, "Filter using the API", "Wildcards").
/// </summary>
internal static class TextPattern
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // The last star seen and how much of the text it has swallowed: on a mismatch it swallows one more. Linear in
        // memory, at worst pattern times text in time.
        int position = 0, at = 0, star = -1, swallowed = 0;
        while (at < text.Length)
        {
            var escaped = position + 1 < pattern.Length && pattern[position] == '\\';
            if (!escaped && position < pattern.Length && pattern[position] == '*')
            {
                (star, swallowed) = (position++, at);
            }
            else if (escaped ? pattern[position + 1] == text[at] : position < pattern.Length && pattern[position] is var c && (c == '?' || c == text[at]))
            {
                position += escaped ? 2 : 1;
                at++;
            }
            else if (star >= 0)
            {
                (position, at) = (star + 1, ++swallowed);
            }
            else
            {
                return false;
            }
        }

        return pattern[position..].Trim('*').IsEmpty;
    }
}
