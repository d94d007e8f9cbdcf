namespace Quell.Deliveries;

/// <summary>How a delivery stands; the numbers are the journal's.</summary>
internal enum DeliveryState
{
    Pending = 0,
    Delivered = 1,
    DeadLetter = 2,

    /// <summary>Given up, and there was no dead-letter queue that took it.</summary>
    Dropped = 3,
}
