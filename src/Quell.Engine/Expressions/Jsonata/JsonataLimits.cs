namespace Quell.Engine.Expressions.Jsonata;

/// <summary>What one evaluation may take. Over time and depth it fails with U1001, over memory with U1002.</summary>
internal sealed record JsonataLimits
{
    public static readonly JsonataLimits Default = new();

    /// <summary>Five seconds unless told; null for none.</summary>
    public TimeSpan? Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Levels of nested evaluation. The stack's end is a limit that always holds.</summary>
    public int Depth { get; init; } = 10_000;

    /// <summary>Bytes that strings and arrays made during the evaluation may add up to, freed ones included.</summary>
    public long Memory { get; init; } = 1L << 30;
}
