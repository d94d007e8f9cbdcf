namespace Quell.Deliveries;

/// <summary>
/// The kinds of target by the service part of an ARN or the protocol of a subscription. Filled at start, read-only once
/// deliveries run.
/// </summary>
internal sealed class DeliveryTargets
{
    private readonly Dictionary<string, ITarget> _targets = new(StringComparer.Ordinal);

    public DeliveryTargets Add(string kind, ITarget target)
    {
        _targets.Add(kind, target);
        return this;
    }

    /// <summary>The target for an ARN (<c>arn:aws:sqs:…</c>) or a subscription's endpoint (<c>email:ops@example.com</c>); null where no kind fits.</summary>
    public ITarget? Find(string target) => _targets.GetValueOrDefault(KindOf(target));

    /// <summary>The kind that a target's text names: <c>sqs</c>, <c>email</c>.</summary>
    public static string KindOf(string target)
    {
        var isArn = target.StartsWith("arn:", StringComparison.Ordinal);
        var start = isArn ? target.IndexOf(':', 4) + 1 : 0;
        var end = target.IndexOf(':', start);
        return end < 0 ? target[start..] : target[start..end];
    }
}
