using Quell.Commands.Hosts;

namespace Quell.Tests.Commands.Hosts;

public sealed class MarkedOutputTests
{
    private const string Mark = "0123456789abcdef";

    [Theory]
    [InlineData("hello\n0123456789abcdef\nout\n\n0123456789abcdef 3\n", "hello", true, "out\n", 3)]
    [InlineData("0123456789abcdef\n\n0123456789abcdef 0\n", "", true, "", 0)]
    [InlineData("0123456789abcdef\nno end", "", true, "no end", null)]
    [InlineData("0123456789abcdef\nx\n0123456789abcdef 1", "", true, "x\n0123456789abcdef 1", null)]
    [InlineData("0123456789abcdef\nx\n0123456789abcdef nothing\n", "", true, "x", null)]
    [InlineData("0123456789abcdef\nx\n0123456789abcdef 12345678901234567890", "", true, "x", null)]
    [InlineData("0123456789abcdef\nx\n0123456789abcdef 1\nlate", "", true, "x", 1)]
    [InlineData("ssh: no route\r\n", "ssh: no route", false, "", null)]
    [InlineData("", "", false, "", null)]
    public void The_marks_tell_what_is_whose_however_it_is_cut_in_pieces(string text, string before, bool isBegun, string script, int? code)
    {
        for (var size = 1; size <= text.Length + 1; size++)
        {
            Read(text, size, 1000).ShouldBe((before, isBegun, script, code), $"in pieces of {size}");
        }
    }

    [Fact]
    public void Any_text_without_the_mark_comes_back_as_it_was_and_cut()
    {
        string[] parts = ["0123", "4567", "89abcdef", "\n", " ", "x", "\n01"];
        var random = new Random(1);
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(random.GetItems(parts, random.Next(12)));
            var (size, most) = (random.Next(1, 40), random.Next(30));
            if (!text.Contains(Mark, StringComparison.Ordinal))
            {
                Read($"{Mark}\n{text}\n{Mark} 7\n", size, most).ShouldBe(("", true, text[..Math.Min(most, text.Length)], 7), $"{text} in pieces of {size}");
            }
        }
    }

    private static (string Before, bool IsBegun, string Text, int? Code) Read(string text, int size, int most)
    {
        var output = new MarkedOutput(Mark, most);
        foreach (var piece in text.Chunk(size))
        {
            output.Take(piece);
        }

        output.End();
        return (output.Before, output.Begun.Result, output.Text(), output.Code.Result);
    }
}
