using System.Text;

namespace Quell.Commands;

/// <summary>The first characters of what a script writes. Reads on beyond them, so that a flood never blocks the script.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class ShellOutput(int most)
{
    private readonly StringBuilder _text = new();
    private readonly Lock _gate = new();

    public Task Read(Stream stream) => Read(stream, Take);

    /// <summary>Reads text to its end.</summary>
    public static async Task Read(Stream stream, Action<ReadOnlySpan<char>> take)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var buffer = new char[8 * 1024];
        int read;
        while ((read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            take(buffer.AsSpan(0, read));
        }
    }

    /// <summary>What has come so far.</summary>
    public string Text()
    {
        lock (_gate)
        {
            return _text.ToString();
        }
    }

    public void Take(ReadOnlySpan<char> characters)
    {
        lock (_gate)
        {
            var room = most - _text.Length;
            _text.Append(characters[..Math.Min(room, characters.Length)]);
        }
    }
}
