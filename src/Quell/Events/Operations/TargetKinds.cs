namespace Quell.Events.Operations;

/// <summary>The kinds of target that a rule may have: service and the beginning of the ARN's resource.</summary>
internal sealed class TargetKinds
{
    private readonly List<(string Service, string Resource, string Name)> _kinds =
    [
        ("lambda", "function:", "Lambda functions"),
        ("sqs", "", "SQS queues"),
        ("sns", "", "SNS topics"),
        ("logs", "log-group:", "CloudWatch log groups"),
        ("events", "event-bus/", "event buses"),
        ("events", "api-destination/", "API destinations"),
    ];

    /// <summary>The one account whose buses are here; null (or the answer null) where every account is, with the sandbox.</summary>
    public Func<string?>? OnlyAccount { get; set; }

    /// <summary>What there is, for people.</summary>
    public string Names => string.Join(", ", _kinds.Select(kind => kind.Name));

    public bool Has(string service, string resource) =>
        _kinds.Exists(kind => kind.Service == service && resource.StartsWith(kind.Resource, StringComparison.Ordinal));

    /// <summary>Adds a kind that a later part of Quell serves (state machines, runbooks).</summary>
    public TargetKinds Add(string service, string resource, string name)
    {
        _kinds.Add((service, resource, name));
        return this;
    }
}
