using System.Diagnostics.CodeAnalysis;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Workflows.States;

/// <summary>Goes through its processor once for each item, within the execution (inline).</summary>
internal class MapState : State
{
    /// <summary>Iterations that run at once where no limit is set (developer guide, "Using Map state in Inline mode").</summary>
    private const int InlineConcurrency = 40;

    public MapState(string name)
        : base(name, "Map")
    {
    }

    /// <summary>With all that both kinds of Map have, as another one has it.</summary>
    [SetsRequiredMembers]
    protected MapState(MapState other)
        : base(other) =>
        (Processor, Items, Selector, MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage) =
        (other.Processor, other.Items, other.Selector, other.MaxConcurrency, other.ToleratedFailureCount, other.ToleratedFailurePercentage);

    public required StateGraph Processor { get; init; }

    /// <summary>What is iterated over; null for the state's input, or what InputPath selects of it.</summary>
    public FieldValue? Items { get; init; }

    /// <summary>What an iteration gets; null for the item.</summary>
    public ItemSelection? Selector { get; init; }

    public FieldValue? MaxConcurrency { get; init; }

    public FieldValue? ToleratedFailureCount { get; init; }

    public FieldValue? ToleratedFailurePercentage { get; init; }

    public override string FailedEvent => "MapStateFailed";

    public override string AbortedEvent => "MapStateAborted";

    public override bool CountsRetries => true;

    public override void Enter(Visit visit)
    {
        var selected = Data.Select(visit);
        var items = FindItems(visit, selected);
        var concurrency = Concurrency(visit, selected);
        visit.Record("MapStateStarted", null, null, JsonObject.Of(("length", items.Count)));
        Tolerated(visit, selected);
        TraceInputs(visit, selected, items);
        visit.Park();
        visit.Frame.Branching = new()
        {
            Items = items,
            Selected = selected,
            Total = items.Count,
            Concurrency = concurrency == 0 ? InlineConcurrency : Math.Min(concurrency, InlineConcurrency),
        };
        if (items.Count == 0)
        {
            Finish(visit);
        }
        else
        {
            BeginMore(visit);
        }
    }

    public override void ChildSucceeded(Visit visit, WorkflowFrame child)
    {
        var succeeded = visit.Run.Record("MapIterationSucceeded", child.Previous, Name, null, JsonObject.Of(("index", child.Index)));
        var branching = visit.Frame.Branching!;
        visit.Frame.Branching = branching = branching with { Done = branching.Done + 1 };
        visit.Frame.Previous = branching.Done < branching.Total ? child.Previous : succeeded;
        if (branching.Done < branching.Total)
        {
            BeginMore(visit);
        }
        else
        {
            Finish(visit);
        }
    }

    public override void ChildFailed(Visit visit, WorkflowFrame child, string? error, string? cause)
    {
        visit.Run.Record("MapIterationFailed", child.Previous, Name, null, JsonObject.Of(("index", child.Index)));
        visit.Frame.Previous = child.Previous;
        WorkflowProgram.Abort(visit.Run, visit.Frame, (run, iteration) =>
            run.Record("MapIterationAborted", iteration.Previous, Name, null, JsonObject.Of(("index", iteration.Index))));
        visit.Fail(error, cause);
    }

    /// <summary>What is to be iterated over.</summary>
    /// <exception cref="StateException">It is no array.</exception>
    protected JsonArray FindItems(Visit visit, JsonValue selected)
    {
        var value = Items?.Evaluate(visit, selected, TakesObjects ? null : "array") ?? selected;
        if (!IsJsonata && value is JsonArray)
        {
            visit.Trace?.Invoke("afterItemsPath", value);
        }

        return value as JsonArray ?? (TakesObjects ? MembersOf(value) : null) ?? throw (IsJsonata
            ? new StateException(ErrorNames.QueryEvaluationError, $"Map state input must be an array but was: {value}")
            : new StateException(ErrorNames.Runtime, Items is FieldValue.Path path
                ? $"Reference path \"{(path.Text.StartsWith("$$", StringComparison.Ordinal) ? path.Text[1..] : path.Text)}\" must point to array."
                : $"Map state input must be an array but was: {value}"));
    }

    /// <summary>Whether the members of an object may be iterated over.</summary>
    protected virtual bool TakesObjects => false;

    private static JsonArray? MembersOf(JsonValue value) =>
        value is JsonObject && SourceItem.Of(value) is { } members ? JsonArray.From(members.Select(member => member.Input)) : null;

    /// <summary>How many may run at once; 0 for no limit.</summary>
    protected int Concurrency(Visit visit, JsonValue selected)
    {
        var concurrency = MaxConcurrency?.Whole(visit, selected) ?? 0;
        visit.Trace?.Invoke("maxConcurrency", concurrency);
        return concurrency >= 0
            ? (int)Math.Min(concurrency, int.MaxValue)
            : throw new StateException(ErrorNames.Runtime, "MaxConcurrency cannot be negative.");
    }

    /// <summary>How many and what share of the iterations may fail.</summary>
    protected ToleratedFailures Tolerated(Visit visit, JsonValue selected)
    {
        var tolerated = new ToleratedFailures(ToleratedFailureCount?.Whole(visit, selected), ToleratedFailurePercentage?.Number(visit, selected));
        if (tolerated.Count is { } count)
        {
            visit.Trace?.Invoke("toleratedFailureCount", count);
        }

        if (tolerated.Percentage is { } percentage)
        {
            visit.Trace?.Invoke("toleratedFailurePercentage", percentage);
        }

        return tolerated.Mistake is { } mistake ? throw new StateException(ErrorNames.Runtime, mistake) : tolerated;
    }

    /// <summary>An iteration's input.</summary>
    protected JsonValue Select(Visit visit, JsonValue selected, JsonValue item, int index)
    {
        if (Selector is null)
        {
            return item;
        }

        visit.ShowItem(JsonObject.Of(("Item", JsonObject.Of(("Index", index), ("Value", item)))));
        var input = Selector.Evaluate(visit, selected);
        visit.ShowItem(null);
        return input;
    }

    /// <summary>Tells whoever inspects the state what all iterations would get; only then are they looked at before their turns.</summary>
    protected void TraceInputs(Visit visit, JsonValue selected, JsonArray items)
    {
        if (visit.Trace is { } trace && Selector is not null)
        {
            trace("afterItemSelector", JsonArray.From(items.Items.Select((item, index) => Select(visit, selected, item, index))));
        }
    }

    private void BeginMore(Visit visit)
    {
        var branching = visit.Frame.Branching!;
        var previous = visit.Frame.Previous;
        while (branching.Begun < branching.Total && branching.Running < branching.Concurrency && branching.Items is { } items)
        {
            var index = branching.Begun;
            var input = Select(visit, branching.Selected, items[index], index);
            var started = visit.Run.Record("MapIterationStarted", previous, Name, null, JsonObject.Of(("index", index)));
            visit.Frame.Branching = branching = branching with { Begun = index + 1 };
            WorkflowProgram.Begin(visit.Run, new()
            {
                Parent = visit.Frame.Id,
                Graph = Processor,
                Index = index,
                At = Processor.Start,
                Input = input,
                Variables = visit.Variables,
                Previous = started,
                Item = items[index],
                ItemIndex = index,
            });
        }
    }

    private static void Finish(Visit visit)
    {
        var outputs = WorkflowProgram.TakeOutputs(visit.Run, visit.Frame, visit.Frame.Branching!.Total);
        visit.Frame.Branching = null;
        visit.Run.Record("MapStateSucceeded", visit.Frame.Previous);
        visit.Trace?.Invoke("result", outputs);
        visit.Leave(outputs);
    }
}
