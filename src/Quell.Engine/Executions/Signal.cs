using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>What became of something pending.</summary>
internal abstract record Signal
{
    private Signal()
    {
    }

    /// <summary>A worker has taken it up; it goes on.</summary>
    internal sealed record Started(string? Worker) : Signal;

    /// <summary>It was handed over and taken; it goes on until its token or its end is heard of.</summary>
    internal sealed record Submitted(JsonValue Output) : Signal;

    internal sealed record Succeeded(JsonValue Output) : Signal;

    /// <param name="Error">The error's name, as retriers and catchers match it; null for none.</param>
    /// <param name="Cause">For people; null for none.</param>
    internal sealed record Failed(string? Error, string? Cause) : Signal;

    /// <summary>A timer's time has come.</summary>
    internal sealed record Due : Signal
    {
        public static readonly Due Instance = new();
    }

    /// <summary>The work's own time is up.</summary>
    internal sealed record TimedOut : Signal
    {
        public static readonly TimedOut Instance = new();
    }

    /// <summary>No sign of life came in time.</summary>
    internal sealed record HeartbeatMissed : Signal
    {
        public static readonly HeartbeatMissed Instance = new();
    }
}
