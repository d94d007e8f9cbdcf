namespace Quell.Engine.Rules.Persistent;

/// <summary>In which order, and with which letters taken for the same, the bytes of a text are read.</summary>
internal interface IByteOrder
{
    static abstract byte At(ReadOnlySpan<byte> text, int place);
}

/// <summary>From the start.</summary>
internal readonly struct Forward : IByteOrder
{
    public static byte At(ReadOnlySpan<byte> text, int place) => text[place];
}

/// <summary>From the end.</summary>
internal readonly struct Backward : IByteOrder
{
    public static byte At(ReadOnlySpan<byte> text, int place) => text[text.Length - 1 - place];
}

/// <summary>In another order, ASCII's capitals as small letters.</summary>
internal readonly struct Folded<TOrder> : IByteOrder
    where TOrder : IByteOrder
{
    public static byte At(ReadOnlySpan<byte> text, int place)
    {
        var read = TOrder.At(text, place);
        return (byte)(read - 'A') <= 'Z' - 'A' ? (byte)(read | 0x20) : read;
    }
}
