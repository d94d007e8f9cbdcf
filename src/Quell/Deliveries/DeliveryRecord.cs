namespace Quell.Deliveries;

/// <summary>A delivery as the journal shows it.</summary>
internal sealed record DeliveryRecord
{
    public required long Id { get; init; }

    public required long? EventSequence { get; init; }

    /// <summary>The id of the event; null where there is none, or where it has been pruned.</summary>
    public required string? EventId { get; init; }

    public required long? Parent { get; init; }

    /// <summary>The ARN of the rule or subscription.</summary>
    public required string Source { get; init; }

    public required string Target { get; init; }

    public required DeliveryState State { get; init; }

    /// <summary>Attempts that failed.</summary>
    public required int Attempts { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When it is tried next; null for one that has ended.</summary>
    public required DateTimeOffset? Next { get; init; }

    public required DateTimeOffset? Ended { get; init; }

    /// <summary>The last failure; null where none was.</summary>
    public required string? ErrorCode { get; init; }

    public required string? ErrorMessage { get; init; }

    /// <summary>Why AWS would not have delivered; null where it would.</summary>
    public required string? Warning { get; init; }
}

/// <summary>Which deliveries to show; what is null does not filter.</summary>
internal sealed record DeliveryQuery
{
    public DeliveryState? State { get; init; }

    /// <summary>The ARN of a rule or subscription.</summary>
    public string? Source { get; init; }

    public string? Target { get; init; }

    public long? EventSequence { get; init; }

    /// <summary>Those that this delivery led to.</summary>
    public long? Parent { get; init; }

    /// <summary>Only those with lower ids: the next page.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 100;
}
