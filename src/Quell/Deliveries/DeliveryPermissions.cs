namespace Quell.Deliveries;

/// <summary>
/// Whether AWS would let a delivery through. By default one that AWS would deny is made all the same, with a warning; with
/// <c>--strict-permissions</c> it fails with <c>NO_PERMISSIONS</c>.
/// </summary>
/// <param name="check">Why AWS would deny a delivery; null where it would not.</param>
internal sealed class DeliveryPermissions(Func<Delivery, string?> check, bool isStrict)
{
    /// <summary>Nobody asks.</summary>
    public static readonly DeliveryPermissions Unchecked = new(static _ => null, isStrict: false);

    public bool IsStrict { get; } = isStrict;

    public string? Denial(Delivery delivery) => check(delivery);
}
