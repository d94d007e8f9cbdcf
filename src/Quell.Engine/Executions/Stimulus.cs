using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>What makes an execution advance.</summary>
internal abstract record Stimulus
{
    private Stimulus()
    {
    }

    internal sealed record Start(JsonValue Input) : Stimulus;

    /// <summary>Something pending has changed or is over. What is no longer pending is passed over: a late answer changes nothing.</summary>
    internal sealed record Answer(int Pending, Signal Signal) : Stimulus
    {
        /// <summary>Whether it came with the task token. Where the work is still being handed over, it waits until that is done.</summary>
        public bool IsByToken { get; init; }
    }

    /// <summary>A sign of life of work that has a heartbeat.</summary>
    internal sealed record Heartbeat(int Pending) : Stimulus;

    /// <summary>Time has passed: whatever is due happens.</summary>
    internal sealed record Tick : Stimulus
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>Somebody changes how it runs; the language knows what that means.</summary>
    internal sealed record Change(JsonObject What) : Stimulus;

    /// <summary>Somebody ends it.</summary>
    internal sealed record Stop(string? Error, string? Cause) : Stimulus;

    /// <summary>An execution that did not succeed goes on where it failed.</summary>
    internal sealed record Redrive : Stimulus
    {
        public static readonly Redrive Instance = new();
    }
}
