using System.Globalization;
using System.Text;

namespace Quell.Engine.Rules.Compiling;

/// <summary>Reads the text of a wildcard: <c>*</c> for anything, <c>\*</c> and <c>\\</c> for themselves.</summary>
internal static class Wildcard
{
    /// <summary>The pieces between the stars.</summary>
    /// <param name="text">The text as it stands in the pattern.</param>
    /// <param name="error">What is wrong with it; positions count the bytes of the text from 1.</param>
    public static byte[][]? Split(string text, out string? error)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var pieces = new List<byte[]>();
        var piece = new List<byte>();
        error = null;
        for (var position = 0; position < bytes.Length; position++)
        {
            var next = position + 1 < bytes.Length ? bytes[position + 1] : (byte)0;
            switch (bytes[position])
            {
                case (byte)'*' when next == '*':
                    error = string.Create(CultureInfo.InvariantCulture, $"Consecutive wildcard characters at pos {position + 1}");
                    return null;
                case (byte)'*':
                    pieces.Add([.. piece]);
                    piece.Clear();
                    break;
                case (byte)'\\' when next is (byte)'*' or (byte)'\\':
                    piece.Add(next);
                    position++;
                    break;
                case (byte)'\\':
                    error = string.Create(CultureInfo.InvariantCulture, $"Invalid escape character at pos {position + 1}");
                    return null;
                default:
                    piece.Add(bytes[position]);
                    break;
            }
        }

        pieces.Add([.. piece]);
        return [.. pieces];
    }
}
