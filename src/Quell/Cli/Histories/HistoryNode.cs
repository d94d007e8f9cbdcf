namespace Quell.Cli.Histories;

/// <summary>What a part of an execution is.</summary>
internal enum NodeKind
{
    Execution,
    State,

    /// <summary>Of a Parallel.</summary>
    Branch,

    /// <summary>Of a Map within the execution.</summary>
    Iteration,

    /// <summary>An execution of its own, of a distributed Map.</summary>
    Child,
}

/// <summary>How a part of an execution stands.</summary>
internal enum NodeStatus
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

/// <summary>A part of an execution, as its history tells of it so far.</summary>
internal sealed class HistoryNode(NodeKind kind, string name, HistoryNode? parent)
{
    public NodeKind Kind => kind;

    public string Name => name;

    public HistoryNode? Parent => parent;

    public List<HistoryNode> Children { get; } = [];

    /// <summary>A state's type, with what a Task calls; null for what is no state.</summary>
    public string? Type { get; set; }

    public NodeStatus Status { get; set; }

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Ended { get; set; }

    /// <summary>How often it was begun: 0 where it calls and waits for nothing.</summary>
    public int Attempts { get; set; }

    /// <summary>What kept attempts from succeeding, in order.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>JSON; null where the history has none.</summary>
    public string? Input { get; set; }

    public string? Output { get; set; }

    /// <summary>The ARN of a distributed Map's run.</summary>
    public string? MapRun { get; set; }

    public bool IsRunning => Status == NodeStatus.Running;

    public HistoryNode Add(NodeKind child, string childName, DateTimeOffset time)
    {
        var added = new HistoryNode(child, childName, this) { Started = time };
        Children.Add(added);
        return added;
    }

    public void End(NodeStatus status, DateTimeOffset time) => (Status, Ended) = (status, time);

    /// <summary>Ends all within it that still runs.</summary>
    public void EndWithin(NodeStatus status, DateTimeOffset time)
    {
        foreach (var child in Children)
        {
            child.EndWithin(status, time);
            if (child.IsRunning)
            {
                child.End(status, time);
            }
        }
    }
}
