namespace Quell.Deliveries;

/// <summary>
/// The kinds of target by the service part of an ARN or the protocol of a subscription; of the service <c>events</c>, whose
/// targets are buses and API destinations, the latter are the kind <c>api-destination</c>. Filled at start, read-only once
/// deliveries run.
/// </summary>
internal sealed class DeliveryTargets
{
    private const string ApiDestination = "api-destination";

    private readonly Dictionary<string, ITarget> _targets = new(StringComparer.Ordinal);

    public DeliveryTargets Add(string kind, ITarget target)
    {
        _targets.Add(kind, target);
        return this;
    }

    /// <summary>The target for an ARN (<c>arn:aws:sqs:…</c>) or a subscription's endpoint (<c>email:ops@example.com</c>); null where no kind fits.</summary>
    public ITarget? Find(string target) =>
        _targets.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(KindOf(target), out var found) ? found : null;

    /// <summary>The kind that a target's text names: <c>sqs</c>, <c>email</c>.</summary>
    private static ReadOnlySpan<char> KindOf(string target)
    {
        var isArn = target.StartsWith("arn:", StringComparison.Ordinal);
        var start = isArn ? target.IndexOf(':', 4) + 1 : 0;
        var end = target.IndexOf(':', start);
        var kind = end < 0 ? target.AsSpan(start) : target.AsSpan(start, end - start);
        return isArn && kind is "events" && target.Contains($":{ApiDestination}/", StringComparison.Ordinal) ? ApiDestination : kind;
    }
}
