namespace Quell.Engine.Rules.Values;

/// <summary>What a leaf of an event is.</summary>
internal enum EventValueKind : byte
{
    String,
    Number,

    /// <summary>true, false or null.</summary>
    Word,
}

/// <summary>One leaf of an event: its kind and its UTF-8 text, a string's unescaped and without quotes.</summary>
internal readonly ref struct EventValue(EventValueKind kind, ReadOnlySpan<byte> text)
{
    public EventValueKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Text { get; } = text;

    public bool IsString => Kind == EventValueKind.String;
}
