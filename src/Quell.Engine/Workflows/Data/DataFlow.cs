using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Data;

/// <summary>How data goes into a state and out of it, in the state's query language.</summary>
internal abstract class DataFlow
{
    /// <summary>What the state looks at: its input, or the part of it that InputPath names.</summary>
    public abstract JsonValue Select(Visit visit);

    /// <summary>What the state works on: Arguments, or Parameters over what InputPath names.</summary>
    /// <param name="selected">What <see cref="Select"/> gave.</param>
    public abstract JsonValue Arguments(Visit visit, JsonValue selected);

    /// <param name="result">What the state has come to.</param>
    public abstract Leaving Leave(Visit visit, JsonValue result);
}
