using System.Text;
using System.Xml;

namespace Quell.Aws.Protocols;

/// <summary>Text within XML 1.0, which has no place for most control characters, not even as references (XML 1.0, section 2.2).</summary>
internal static class XmlText
{
    public static bool IsAllowed(string text)
    {
        for (var position = 0; position < text.Length; position++)
        {
            if (!XmlConvert.IsXmlChar(text[position]) && !IsPair(text, position++))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text with U+FFFD for what is not allowed.</summary>
    public static string Replace(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length; position++)
        {
            if (XmlConvert.IsXmlChar(text[position]))
            {
                clean.Append(text[position]);
            }
            else if (IsPair(text, position))
            {
                clean.Append(text, position++, 2);
            }
            else
            {
                clean.Append('\uFFFD');
            }
        }

        return clean.ToString();
    }

    private static bool IsPair(string text, int position) =>
        position + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[position + 1], text[position]);
}
