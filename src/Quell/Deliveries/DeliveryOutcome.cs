namespace Quell.Deliveries;

/// <summary>What came of one attempt, as it is recorded.</summary>
/// <param name="Attempts">Attempts that have failed so far.</param>
/// <param name="Next">When to try again; only where the state is pending.</param>
/// <param name="HandOver">What is committed with the record.</param>
internal sealed record DeliveryOutcome(DeliveryState State, int Attempts, DateTimeOffset Next, HandOver HandOver)
{
    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>Why AWS would not have delivered; null where it would.</summary>
    public string? Warning { get; init; }
}
