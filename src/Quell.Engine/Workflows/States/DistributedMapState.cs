using System.Diagnostics.CodeAnalysis;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Workflows.States;

/// <summary>
/// A Map in distributed mode: each item, or batch of items, is an execution of its own (developer guide, "Using Map state in
/// Distributed mode").
/// </summary>
internal sealed class DistributedMapState : MapState
{
    /// <summary>The kinds of <see cref="Work"/>: reading items, running a child, writing results.</summary>
    public const string ReadKind = "map-read";
    public const string ChildKind = "map-child";
    public const string WriteKind = "map-write";

    /// <summary>Children that run at once where no limit, or a higher one, is set. AWS has 10,000.</summary>
    public const int MostAtOnce = 1_000;

    /// <param name="map">What it has in common with every Map.</param>
    [SetsRequiredMembers]
    public DistributedMapState(MapState map)
        : base(map)
    {
    }

    /// <summary>What the map run's ARN has for the state.</summary>
    public string Label { get; init; } = "";

    public bool IsProcessorExpress { get; init; }

    /// <summary>Where the items come from; null where they are in the state's input.</summary>
    public ItemCall? Reader { get; init; }

    /// <summary>How items are put together; null where each has a child of its own.</summary>
    public BatchField? Batcher { get; init; }

    /// <summary>Where results go; null where they are the state's result.</summary>
    public ItemCall? Writer { get; init; }

    protected override bool TakesObjects => true;

    public override void Enter(Visit visit)
    {
        var selected = Data.Select(visit);
        var items = Reader is null ? FindItems(visit, selected) : null;
        var concurrency = Concurrency(visit, selected);
        visit.Record("MapStateStarted", null, null, JsonObject.Of(("length", items?.Count ?? 0)));
        var tolerated = Tolerated(visit, selected);
        var arn = visit.Program.Identity.MapRunArn(Label, visit.Run.LastEvent);
        var started = visit.Record("MapRunStarted", null, null, JsonObject.Of(("mapRunArn", arn)));
        visit.Park();
        visit.Frame.Branching = new()
        {
            Selected = selected,
            Total = 0,
            Concurrency = AtOnce(concurrency),
            MapRun = new() { Arn = arn, Started = started, Tolerated = tolerated, MaxConcurrency = concurrency },
        };
        if (items is not null)
        {
            Iterate(visit, items);
        }
        else
        {
            ReadItems(visit, selected);
        }
    }

    public override void Failing(Visit visit, string? error, string? cause)
    {
        if (visit.Frame.Branching is not null)
        {
            GiveUp(visit, error, cause);
        }
    }

    /// <summary>Items have been read, or results written.</summary>
    public override void Resume(Visit visit, Pending pending, Signal signal)
    {
        var isReading = pending.Work?.Kind == ReadKind;
        switch (signal)
        {
            case Signal.Succeeded(JsonArray items) when isReading:
                Iterate(visit, items);
                break;
            case Signal.Succeeded(var written):
                Finish(visit, written);
                break;
            case Signal.Failed(var error, var cause):
                FailRun(visit, error, cause);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"A map run waits for no {signal}.");
        }
    }

    /// <summary>A child has ended.</summary>
    public void ChildEnded(Visit visit, WorkflowFrame child, Signal signal)
    {
        var branching = visit.Frame.Branching!;
        child.Phase = FramePhase.Done;
        child.Pending = 0;
        if (signal is Signal.Succeeded(var output))
        {
            child.Output = output;
            branching = branching with { Done = branching.Done + 1 };
        }
        else
        {
            child.Phase = FramePhase.Failed;
            branching = branching with
            {
                Failed = branching.Failed + 1,
                MapRun = branching.MapRun! with { FailedItems = branching.MapRun.FailedItems + ItemsOf(child.Input) },
            };
        }

        visit.Frame.Branching = branching;
        GoOn(visit, branching);
    }

    /// <summary>Somebody changes the limits of the map run while its children run (API reference, "UpdateMapRun").</summary>
    /// <param name="concurrency">How many children may run at once; 0 for no limit.</param>
    public void Limit(Visit visit, int concurrency, ToleratedFailures tolerated)
    {
        var branching = visit.Frame.Branching!;
        branching = branching with
        {
            Concurrency = AtOnce(concurrency),
            MapRun = branching.MapRun! with { MaxConcurrency = concurrency, Tolerated = tolerated },
        };
        visit.Frame.Branching = branching;
        if (branching.MapRun.Stage == MapRunStage.Running)
        {
            GoOn(visit, branching);
        }
    }

    private void ReadItems(Visit visit, JsonValue selected) =>
        visit.Await(new(visit.Run.NextId(), visit.Frame.Id, new(ReadKind, Reader!.Evaluate(visit, selected).With("state", Name))));

    private static int AtOnce(int concurrency) => concurrency is 0 or > MostAtOnce ? MostAtOnce : concurrency;

    private void GoOn(Visit visit, Branching branching)
    {
        if (branching.MapRun is { } run && run.Tolerated.IsExceeded(run.FailedItems, run.Items))
        {
            FailRun(visit, ToleratedFailures.ErrorName, ToleratedFailures.Cause);
        }
        else if (branching.Done + branching.Failed == branching.Total)
        {
            Complete(visit);
        }
        else
        {
            BeginMore(visit);
        }
    }

    private void Iterate(Visit visit, JsonArray items)
    {
        var branching = visit.Frame.Branching!;
        TraceInputs(visit, branching.Selected, items);
        var inputs = Batcher is null ? items : Batcher.Batch(visit, branching.Selected, Inputs(visit, branching.Selected, items));
        if (Batcher is not null)
        {
            visit.Trace?.Invoke("afterItemBatcher", inputs);
        }

        visit.Frame.Branching = branching with { Items = inputs, Total = inputs.Count, MapRun = branching.MapRun! with { Stage = MapRunStage.Running, Items = items.Count } };
        if (inputs.Count == 0)
        {
            Complete(visit);
        }
        else
        {
            BeginMore(visit);
        }
    }

    private IEnumerable<JsonValue> Inputs(Visit visit, JsonValue selected, JsonArray items) =>
        items.Items.Select((item, index) => Select(visit, selected, item, index));

    private void BeginMore(Visit visit)
    {
        var branching = visit.Frame.Branching!;
        while (branching.Running < branching.Concurrency && branching.Items is { } items)
        {
            if (!branching.Again.IsDefaultOrEmpty)
            {
                var again = branching.Again[0];
                visit.Frame.Branching = branching = branching with { Again = branching.Again.RemoveAt(0) };
                BeginAgain(visit, (WorkflowFrame)visit.Run.Edit(again)!);
            }
            else if (branching.Begun < branching.Total)
            {
                var index = branching.Begun;
                var input = Batcher is null ? Select(visit, branching.Selected, items[index], index) : items[index];
                visit.Frame.Branching = branching = branching with { Begun = index + 1 };
                Begin(visit, visit.Run.Add(new WorkflowFrame
                {
                    Parent = visit.Frame.Id,
                    Graph = Processor,
                    Index = index,
                    Phase = FramePhase.Waiting,
                    Input = input,
                }), visit.Run.NextId());
            }
            else
            {
                break;
            }
        }
    }

    /// <summary>A standard child goes on where it failed; an express one begins anew.</summary>
    private void BeginAgain(Visit visit, WorkflowFrame child)
    {
        child.Phase = FramePhase.Waiting;
        Begin(visit, child, IsProcessorExpress || child.ChildWork == 0 ? visit.Run.NextId() : child.ChildWork);
    }

    private void Begin(Visit visit, WorkflowFrame child, int work)
    {
        var isAgain = work == child.ChildWork;
        child.ChildWork = work;
        child.Pending = visit.Run.Await(new(work, child.Id, new(ChildKind, JsonObject.Of(
            ("graph", Processor.Ordinal), ("mapRun", visit.Frame.Branching!.MapRun!.Arn), ("label", Label), ("index", child.Index), ("express", IsProcessorExpress),
            ("items", ItemsOf(child.Input)), ("again", isAgain ? (JsonValue)true : null), ("input", child.Input)))));
    }

    private static IEnumerable<WorkflowFrame> Children(Visit visit) =>
        visit.Run.Frames.OfType<WorkflowFrame>().Where(child => child.Parent == visit.Frame.Id).OrderBy(child => child.Index);

    /// <summary>The execution goes on after it had failed: so do the children that had not succeeded (developer guide, "Redriving Map Runs").</summary>
    public void Redrive(Visit visit)
    {
        var branching = visit.Frame.Branching!;
        var run = branching.MapRun!;
        visit.Park();
        visit.Frame.Branching = branching = branching with
        {
            Failed = 0,
            Again = [.. Children(visit).Where(child => child.Phase != FramePhase.Done).Select(child => child.Id)],
            MapRun = run with { FailedItems = 0, Redrives = run.Redrives + 1, Stage = run.Stage == MapRunStage.Writing ? MapRunStage.Running : run.Stage },
        };
        visit.Record("MapRunRedriven", null, null, JsonObject.Of(("mapRunArn", run.Arn), ("redriveCount", run.Redrives + 1)));
        if (run.Stage == MapRunStage.Reading)
        {
            ReadItems(visit, branching.Selected);
        }
        else
        {
            GoOn(visit, branching);
        }
    }

    private int ItemsOf(JsonValue input) => Batcher is null ? 1 : (input as JsonObject)?.Array("Items").Count ?? 1;

    private void Complete(Visit visit)
    {
        var branching = visit.Frame.Branching!;
        if (Writer is null)
        {
            Finish(visit, Succeeded(visit));
            return;
        }

        visit.Frame.Branching = branching with { MapRun = branching.MapRun! with { Stage = MapRunStage.Writing } };
        var spec = Writer.Evaluate(visit, branching.Selected).With("mapRun", branching.MapRun.Arn);
        visit.Await(new(visit.Run.NextId(), visit.Frame.Id, new(WriteKind, spec)));
    }

    /// <summary>What the children that did not fail came to, in their order.</summary>
    private static JsonArray Succeeded(Visit visit) => JsonArray.From(
        Children(visit).Where(child => child.Output is not null).Select(child => child.Output!));

    private static void Finish(Visit visit, JsonValue result)
    {
        WorkflowProgram.Clear(visit.Run, visit.Frame);
        visit.Record("MapRunSucceeded");
        visit.Frame.Branching = null;
        visit.Run.Record("MapStateSucceeded", visit.Frame.Previous);
        visit.Leave(result);
    }

    private static void FailRun(Visit visit, string? error, string? cause)
    {
        GiveUp(visit, error, cause);
        visit.Fail(error, cause);
    }

    private static void GiveUp(Visit visit, string? error, string? cause)
    {
        visit.Record("MapRunFailed", null, null, JsonObject.Of(("error", error), ("cause", cause)));
        WorkflowProgram.Abort(visit.Run, visit.Frame);
    }
}
