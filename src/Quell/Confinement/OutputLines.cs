using System.Text;

namespace Quell.Confinement;

/// <summary>Cuts what a process writes into lines. Always reads on, so that a flood never blocks the process or fills the memory.</summary>
internal static class OutputLines
{
    /// <summary>A longer line is several.</summary>
    private const int LongestLine = 256 * 1024 - 1024;

    /// <summary>Reads to the end: until every process that holds the output has ended.</summary>
    /// <param name="take">Called with each line, without its end.</param>
    public static async Task Read(Stream stream, Action<string> take)
    {
        var buffer = new byte[32 * 1024];
        var line = new MemoryStream();
        int read;
        while ((read = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            Split(buffer.AsSpan(0, read), line, take);
        }

        if (line.Length > 0)
        {
            Take(line, take);
        }
    }

    private static void Split(ReadOnlySpan<byte> bytes, MemoryStream line, Action<string> take)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            var room = LongestLine - (int)line.Length;
            if (part.Length > room)
            {
                line.Write(part[..room]);
                Take(line, take);
                bytes = bytes[room..];
                continue;
            }

            line.Write(part);
            if (end >= 0)
            {
                Take(line, take);
            }

            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }
    }

    private static void Take(MemoryStream line, Action<string> take)
    {
        var text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r');
        line.SetLength(0);
        take(text);
    }
}
