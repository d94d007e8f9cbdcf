namespace Quell.Deliveries;

/// <summary>
/// Whether AWS would let a delivery through. By default one that AWS would deny is made all the same, with a warning; with
/// <c>--strict-permissions</c> it fails with <c>NO_PERMISSIONS</c>.
/// </summary>
/// <param name="check">Why AWS would deny what a source sends to a target; null where it would not.</param>
internal sealed class DeliveryPermissions(Func<string, string, string?> check, bool isStrict)
{
    /// <summary>Nobody asks.</summary>
    public static readonly DeliveryPermissions Unchecked = new(static (_, _) => null, isStrict: false);

    public bool IsStrict { get; } = isStrict;

    public string? Denial(Delivery delivery) => check(delivery.Source, delivery.Target);
}
