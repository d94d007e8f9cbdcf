using System.Text;
using Quell.Replay;

namespace Quell.Tests.Replay;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "1:a")]
    [InlineData("a\nb\n", "1:a 2:b")]
    [InlineData("\uFEFFa\r\n\r\n\nb", "1:a 2: 3: 4:b")]
    [InlineData("12345678\n1234567\r\n1234567", "1:12345678 2:1234567 3:1234567")]
    [InlineData("123456789\na\n", "1:12345678! 2:a")]
    [InlineData("12345678\r9\na", "1:12345678! 2:a")]
    [InlineData("1234567890123456789012345678901234567890\na\n123456789", "1:12345678! 2:a 3:12345678!")]
    [InlineData("\uFEFF12345678\r\na", "1:12345678 2:a")]
    [InlineData("\uFEFF1234567890123\r45\na\n\nb", "1:12345678! 2:a 3: 4:b")]
    [InlineData("12345678901234567890123", "1:12345678!")]
    public async Task Takes_lines_apart_however_they_come_in(string text, string lines)
    {
        foreach (var chunk in (int[])[1, 3, 7, 1000])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var reader = new LineReader(new Chunks(bytes, chunk), longest: 8);
            var read = new List<string>();
            while (await reader.Read(CancellationToken.None) is { } line)
            {
                read.Add($"{line.Number}:{Encoding.UTF8.GetString(line.Bytes.Span)}{(line.IsTooLong ? "!" : "")}");
            }

            string.Join(' ', read).ShouldBe(lines);
            reader.Position.ShouldBe(bytes.Length);
        }
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Chunks(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
