namespace Quell.Deliveries;

/// <summary>How much the dispatcher does at once and keeps in memory.</summary>
internal sealed record DeliveryLimits
{
    /// <summary>Attempts under way at one target: enough for 300 a second at an endpoint that takes 100 ms.</summary>
    public int Sending { get; init; } = 32;

    /// <summary>Deliveries to one target that wait in memory; more wait in the journal.</summary>
    public int Waiting { get; init; } = 4_096;

    /// <summary>Deliveries to one target that have been sent and whose end is not recorded yet.</summary>
    public int Recording { get; init; } = 2_048;

    /// <summary>Deliveries that are read from the journal at a time.</summary>
    public int Page { get; init; } = 256;

    /// <summary>Bytes of payload that are read from the journal at a time.</summary>
    public long PageBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of payload in memory, over all targets; beyond it each target has what <see cref="LaneBytes"/> says.</summary>
    public long Bytes { get; init; } = 64 << 20;

    /// <summary>Bytes of payload that one target may have in memory however much the others have; at least one payload, also a larger one.</summary>
    public long LaneBytes { get; init; } = 256 << 10;
}
