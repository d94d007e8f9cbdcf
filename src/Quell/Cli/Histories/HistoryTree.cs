using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli.Histories;

/// <summary>
/// Puts the events of a history together: states with their branches and iterations. Events come in the form of GetExecutionHistory,
/// in order, as many at a time as there are; each says which one it follows, which is how it is known where it belongs.
/// </summary>
internal sealed class HistoryTree
{
    /// <summary>Where the events are, by their numbers.</summary>
    private readonly Dictionary<long, HistoryNode> _places = [];

    /// <summary>Events behind which branches begin.</summary>
    private readonly HashSet<long> _forks = [];

    public HistoryTree(string name) => Root = new(NodeKind.Execution, name, null);

    public HistoryNode Root { get; }

    /// <summary>The number of the last event.</summary>
    public long LastEvent { get; private set; }

    public void Add(JsonObject @event)
    {
        var happened = new Happened(@event);
        LastEvent = happened.Id;
        _places[happened.Id] = Apply(happened, _places.GetValueOrDefault(happened.Previous, Root));
    }

    /// <returns>Where what follows belongs.</returns>
    private HistoryNode Apply(Happened happened, HistoryNode at) => happened.Type switch
    {
        "ExecutionStarted" => Begin(happened),
        "ExecutionRedriven" => Redrive(),
        "ExecutionSucceeded" or "ExecutionFailed" or "ExecutionAborted" or "ExecutionTimedOut" => End(happened, at),
        "ParallelStateStarted" or "MapStateStarted" => Try(happened, at),
        "MapIterationStarted" => Owner(at, happened.Text("name")).Add(NodeKind.Iteration, happened.Index, happened.Time),
        "MapIterationSucceeded" => EndIteration(happened, at, NodeStatus.Succeeded),
        "MapIterationFailed" => EndIteration(happened, at, NodeStatus.Failed),
        "MapIterationAborted" => EndIteration(happened, at, NodeStatus.Aborted),
        "MapRunStarted" => OfMapRun(happened, at),
        "ParallelStateSucceeded" or "ParallelStateFailed" => Owner(at, type: "Parallel"),
        "MapStateSucceeded" or "MapStateFailed" => Owner(at, type: "Map"),
        "EvaluationFailed" => Note(happened, at.Children.LastOrDefault(child => child.Name == happened.Text("state")) ?? at),
        _ when happened.Type.EndsWith("StateEntered", StringComparison.Ordinal) => Enter(happened, at),
        _ when happened.Type.EndsWith("StateExited", StringComparison.Ordinal) => Exit(happened, at),
        _ when happened.Type.EndsWith("StateAborted", StringComparison.Ordinal) => Abort(happened, at),
        _ when happened.Type.EndsWith("Scheduled", StringComparison.Ordinal) => Try(happened, at),
        _ when happened.Type.EndsWith("Failed", StringComparison.Ordinal) || happened.Type.EndsWith("TimedOut", StringComparison.Ordinal) => Note(happened, at),
        _ => at,
    };

    private HistoryNode Begin(Happened happened)
    {
        (Root.Started, Root.Input) = (happened.Time, happened.Text("input"));
        return Root;
    }

    private HistoryNode Enter(Happened happened, HistoryNode at)
    {
        var within = _forks.Contains(happened.Previous)
            ? at.Add(NodeKind.Branch, (at.Children.Count + 1).ToString(CultureInfo.InvariantCulture), happened.Time)
            : at.Kind == NodeKind.State ? at.Parent ?? Root : at;
        var state = within.Add(NodeKind.State, happened.Text("name") ?? "", happened.Time);
        (state.Type, state.Input) = (happened.Type[..^"StateEntered".Length], happened.Text("input"));
        return state;
    }

    private HistoryNode Exit(Happened happened, HistoryNode at)
    {
        var state = Owner(at, happened.Text("name"));
        state.EndWithin(state.Failures.Count > 0 ? NodeStatus.Aborted : NodeStatus.Succeeded, happened.Time);
        state.End(NodeStatus.Succeeded, happened.Time);
        state.Output = happened.Text("output");
        return state.Parent ?? Root;
    }

    private static HistoryNode Abort(Happened happened, HistoryNode at)
    {
        at.EndWithin(NodeStatus.Aborted, happened.Time);
        at.End(NodeStatus.Aborted, happened.Time);
        return at;
    }

    private HistoryNode Try(Happened happened, HistoryNode at)
    {
        at.Attempts++;
        at.Type = happened.Resource is { } resource && at.Type?.Contains(' ', StringComparison.Ordinal) == false ? $"{at.Type} {resource}" : at.Type;
        if (happened.Type == "ParallelStateStarted")
        {
            at.EndWithin(NodeStatus.Failed, happened.Time);
            _forks.Add(happened.Id);
        }

        return at;
    }

    private static HistoryNode EndIteration(Happened happened, HistoryNode at, NodeStatus status)
    {
        var map = Owner(at, happened.Text("name"));
        if (map.Children.LastOrDefault(child => child.Kind == NodeKind.Iteration && child.Name == happened.Index) is { } iteration)
        {
            iteration.EndWithin(status, happened.Time);
            iteration.End(status, happened.Time);
        }

        return map;
    }

    private static HistoryNode OfMapRun(Happened happened, HistoryNode at)
    {
        at.MapRun = happened.Text("mapRunArn");
        return at;
    }

    private static HistoryNode Note(Happened happened, HistoryNode at)
    {
        at.Failures.Add(happened.Failure);
        return at;
    }

    private HistoryNode End(Happened happened, HistoryNode at)
    {
        var status = Enum.Parse<NodeStatus>(happened.Type["Execution".Length..]);
        for (var node = at; status == NodeStatus.Failed && node is not null && node != Root; node = node.Parent)
        {
            node.EndWithin(NodeStatus.Aborted, happened.Time);
            node.End(NodeStatus.Failed, happened.Time);
        }

        Root.EndWithin(status == NodeStatus.Succeeded ? NodeStatus.Succeeded : NodeStatus.Aborted, happened.Time);
        Root.End(status, happened.Time);
        Root.Output = happened.Text("output");
        if (status != NodeStatus.Succeeded && happened.Failure.Length > 0)
        {
            Root.Failures.Add(happened.Failure);
        }

        return Root;
    }

    /// <summary>What had failed is tried again where it stands.</summary>
    private HistoryNode Redrive()
    {
        Root.Status = NodeStatus.Running;
        Root.Ended = null;
        var place = Root;
        while (place.Children.LastOrDefault(child => child.Status != NodeStatus.Succeeded) is { } failed)
        {
            (failed.Status, failed.Ended, place) = (NodeStatus.Running, null, failed);
        }

        return place;
    }

    /// <summary>The innermost state around that has the name, or is of the type.</summary>
    private static HistoryNode Owner(HistoryNode at, string? name = null, string? type = null)
    {
        for (var node = at; node is not null; node = node.Parent)
        {
            if (node.Kind == NodeKind.State && node.IsRunning && (name is null || node.Name == name) && (type is null || node.Type == type))
            {
                return node;
            }
        }

        return at;
    }

    /// <summary>An event, and the members of its details.</summary>
    private readonly record struct Happened(JsonObject Event)
    {
        public string Type => Event.String("type") ?? "";

        public long Id => Event.Long("id") ?? 0;

        public long Previous => Event.Long("previousEventId") ?? 0;

        public DateTimeOffset Time => DateTimeOffset.Parse(Event.String("timestamp") ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        public string Index => (Details.Long("index") ?? 0).ToString(CultureInfo.InvariantCulture);

        public string? Resource => Details.String("resourceType") is { } type ? $"{type}:{Details.String("resource")}" : Details.String("resource");

        /// <summary>Error and cause in one text; empty for none.</summary>
        public string Failure => string.Join(": ", new[] { Details.String("error") ?? (Type.EndsWith("TimedOut", StringComparison.Ordinal) ? "States.Timeout" : null), Details.String("cause") }
            .Where(part => !string.IsNullOrEmpty(part)));

        private JsonObject Details => Event.Select(member => member.Value).OfType<JsonObject>().FirstOrDefault() ?? JsonObject.Empty;

        public string? Text(string name) => Details.String(name);
    }
}
