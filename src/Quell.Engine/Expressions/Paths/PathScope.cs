using System.Collections.Frozen;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>What the paths of a state see.</summary>
internal record PathScope
{
    private static readonly IReadOnlyDictionary<string, JsonValue> None = FrozenDictionary<string, JsonValue>.Empty;

    /// <summary>What <c>$</c> stands for.</summary>
    public required JsonValue Input { get; init; }

    /// <summary>What <c>$$</c> stands for.</summary>
    public virtual JsonValue Context { get; init; } = JsonObject.Empty;

    /// <summary>What <c>$name</c> stands for.</summary>
    public IReadOnlyDictionary<string, JsonValue> Variables { get; init; } = None;

    /// <summary>What <c>States.MathRandom</c> and <c>States.UUID</c> draw from; null draws from the system.</summary>
    public virtual Random? Random { get; init; }
}
