using System.Collections.Frozen;

namespace Quell.Gate;

/// <summary>
/// Which services are AWS's with <c>--cloud aws</c>: all but those that Quell is itself, unless <c>--remote</c> names them.
/// </summary>
internal sealed class RemoteServices(ICloud cloud, IEnumerable<string> remote)
{
    /// <summary>The services that Quell serves itself even in front of AWS, by their botocore names.</summary>
    public static readonly FrozenSet<string> Own = FrozenSet.ToFrozenSet(
        ["events", "stepfunctions", "ssm", "lambda", "cloudformation", "sns", "sqs", "logs"], StringComparer.Ordinal);

    private readonly FrozenSet<string> _remote = remote.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Where the service's calls go; null where this process serves them.</summary>
    public ICloud? For(string service) => Own.Contains(service) && !_remote.Contains(service) ? null : cloud;
}
