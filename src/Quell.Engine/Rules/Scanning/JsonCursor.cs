using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Quell.Engine.Rules.Scanning;

/// <summary>
/// Goes through the tokens of a JSON text 64 bytes at a time: the quotes of its strings and, outside of them, braces, brackets
/// and commas. A comma right behind a quote, brace or bracket is left out, as it says nothing new; commas behind numbers and
/// words are where those end. Trusts the text to be well-formed; with any other it goes astray, yet always forward and within the text.
/// </summary>
internal ref struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _utf8;
    private int _base = -ByteMasks.Width;
    private ulong _tokens;
    private ulong _quotes;
    private ulong _outside;
    private ulong _opens;
    private ulong _closes;
    private ulong _endCarry;
    private ulong _inString;
    private ulong _escape;

    public JsonCursor(ReadOnlySpan<byte> utf8) => _utf8 = utf8;

    /// <summary>Whether a backslash has come by.</summary>
    public bool MetBackslash { get; private set; }

    /// <summary>The place of the next token; the text's length where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        var tokens = _tokens;
        if (tokens == 0)
        {
            tokens = LoadTokens();
            if (tokens == 0)
            {
                return _utf8.Length;
            }
        }

        _tokens = tokens & (tokens - 1);
        return _base + BitOperations.TrailingZeroCount(tokens);
    }

    /// <summary>Passes over everything up to the bracket or brace that closes the last token, which opened one.</summary>
    /// <param name="open">The place of that last token.</param>
    /// <returns>The place of the closing one; the text's length where it is missing.</returns>
    public int Skip(int open)
    {
        var depth = 1;
        var behind = ~1UL << (open - _base);
        var (opens, closes) = (_opens & behind, _closes & behind);
        while (true)
        {
            var closing = BitOperations.PopCount(closes);
            if (closing >= depth && FindClose(opens, closes, depth) is var close && close != 0)
            {
                _tokens = Tokens(Block()) & ~(close | (close - 1));
                return _base + BitOperations.TrailingZeroCount(close);
            }

            depth += BitOperations.PopCount(opens) - closing;
            if (!Load())
            {
                _tokens = 0;
                return _utf8.Length;
            }

            (opens, closes) = (_opens, _closes);
        }
    }

    /// <summary>The bit of the close that brings the depth to nothing; 0 where none does.</summary>
    private static ulong FindClose(ulong opens, ulong closes, int depth)
    {
        while (closes != 0)
        {
            var close = closes & (0 - closes);
            depth += BitOperations.PopCount(opens & (close - 1)) - 1;
            if (depth == 0)
            {
                return close;
            }

            opens &= ~(close - 1);
            closes ^= close;
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong LoadTokens()
    {
        var tokens = 0UL;
        while (tokens == 0 && Load())
        {
            tokens = Tokens(Block());
        }

        return tokens;
    }

    /// <summary>Goes to the next block; false behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Load()
    {
        if (_base + ByteMasks.Width >= _utf8.Length)
        {
            return false;
        }

        _base += ByteMasks.Width;
        _endCarry = (_quotes | _closes) >> (ByteMasks.Width - 1);
        var block = Block();
        _quotes = ByteMasks.Of(block, (byte)'"');
        var backslashes = ByteMasks.Of(block, (byte)'\\');
        if ((backslashes | _escape) != 0)
        {
            MetBackslash = true;
            _quotes &= ~ByteMasks.Escaped(backslashes, ref _escape);
        }

        var within = ByteMasks.Within(_quotes) ^ _inString;
        _inString = (ulong)((long)within >> 63);
        _outside = ~within;
        _opens = ByteMasks.OfPair(block, (byte)'{') & _outside;
        _closes = ByteMasks.OfPair(block, (byte)'}') & _outside;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Tokens(in Vector512<byte> block) =>
        _quotes | _opens | _closes | (ByteMasks.Of(block, (byte)',') & _outside & ~(((_quotes | _closes) << 1) | _endCarry));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<byte> Block() => _utf8.Length - _base >= ByteMasks.Width
        ? Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(_utf8), (nuint)_base)
        : LastBlock();

    // Spaces are no tokens.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly Vector512<byte> LastBlock()
    {
        Span<byte> padded = stackalloc byte[ByteMasks.Width];
        padded.Fill((byte)' ');
        _utf8[_base..].CopyTo(padded);
        return Vector512.Create<byte>(padded);
    }
}
