using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>The items of a JSON Lines file: one value a line. Blank lines are left out.</summary>
internal static class JsonLinesItems
{
    public static IEnumerable<SourceItem> Read(Stream stream)
    {
        var window = new ByteWindow(stream);
        for (var line = 1L; ; line++)
        {
            var length = LengthOfLine(window);
            if (length < 0)
            {
                yield break;
            }

            if (Parse(window.Bytes[..length], line) is { } value)
            {
                yield return new(value);
            }

            window.Take(Math.Min(length + 1, window.Bytes.Length));
        }
    }

    /// <summary>Bytes before the end of the line; -1 where there is no further one.</summary>
    private static int LengthOfLine(ByteWindow window)
    {
        var searched = 0;
        while (true)
        {
            var end = window.Bytes[searched..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                return searched + end;
            }

            searched = window.Bytes.Length;
            if (!window.Fill())
            {
                return searched == 0 ? -1 : searched;
            }
        }
    }

    private static JsonValue? Parse(ReadOnlySpan<byte> text, long line)
    {
        try
        {
            return text.Trim(" \t\r"u8).IsEmpty ? null : JsonValue.Parse(text);
        }
        catch (JsonSyntaxException wrong)
        {
            throw new ItemReaderException($"Line {line} of the file is not valid JSON: {wrong.Reason}", wrong);
        }
    }
}
