using System.Collections.Immutable;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows;

/// <summary>A workflow's frame in the journal: graphs by their ordinals, states by their names.</summary>
internal static class FrameRecord
{
    public static void Write(RecordWriter writer, WorkflowFrame frame)
    {
        writer.Write(frame.Graph.Ordinal);
        writer.Write(frame.Index);
        writer.Write(frame.At?.Name);
        writer.Write((int)frame.Phase);
        writer.Write(frame.Input);
        writer.Write(frame.Variables.Count);
        foreach (var (name, value) in frame.Variables)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(frame.Previous);
        writer.Write(frame.Entered);
        writer.Write(frame.BeforeEntered);
        writer.Write(frame.EnteredAt);
        Write(writer, frame.Retries);

        writer.Write(frame.RetryCount);
        writer.Write(frame.Pending);
        writer.Write(frame.ChildWork);
        writer.Write(frame.Item);
        writer.Write(frame.ItemIndex);
        writer.Write(frame.Output);
        Write(writer, frame.Branching);
    }

    /// <exception cref="InvalidDataException">The definition has no such graph or state.</exception>
    public static WorkflowFrame Read(RecordReader reader, WorkflowDefinition definition, int id, int parent)
    {
        var graph = definition.Graphs[reader.ReadInt()];
        return new()
        {
            Id = id,
            Parent = parent,
            Graph = graph,
            Index = reader.ReadInt(),
            At = reader.ReadText() is { } name ? graph.Find(name) ?? throw new InvalidDataException($"The definition has no state '{name}' where its execution stands.") : null,
            Phase = (FramePhase)reader.ReadInt(),
            Input = reader.ReadValue() ?? JsonValue.Null,
            Variables = ReadVariables(reader),
            Previous = reader.ReadInt(),
            Entered = reader.ReadInt(),
            BeforeEntered = reader.ReadInt(),
            EnteredAt = reader.ReadTime(),
            Retries = ReadCounts(reader),
            RetryCount = reader.ReadInt(),
            Pending = reader.ReadInt(),
            ChildWork = reader.ReadInt(),
            Item = reader.ReadValue(),
            ItemIndex = reader.ReadInt(),
            Output = reader.ReadValue(),
            Branching = ReadBranching(reader),
        };
    }

    private static void Write(RecordWriter writer, ImmutableArray<int> numbers)
    {
        writer.Write(numbers.IsDefault ? -1 : numbers.Length);
        foreach (var number in numbers.IsDefault ? [] : numbers)
        {
            writer.Write(number);
        }
    }

    private static void Write(RecordWriter writer, Branching? branching)
    {
        writer.Write(branching is not null);
        if (branching is null)
        {
            return;
        }

        writer.Write(branching.Items);
        writer.Write(branching.Selected);
        writer.Write(branching.Total);
        writer.Write(branching.Concurrency);
        writer.Write(branching.Begun);
        writer.Write(branching.Done);
        writer.Write(branching.Failed);
        Write(writer, branching.Again);
        writer.Write(branching.MapRun is not null);
        if (branching.MapRun is { } run)
        {
            writer.Write(run.Arn);
            writer.Write(run.Started);
            writer.Write((int)run.Stage);
            writer.Write(run.Tolerated.Percentage is { } percentage ? (JsonValue)percentage : null);
            writer.Write(run.Tolerated.Count is { } count ? (JsonValue)count : null);
            writer.Write(run.Items);
            writer.Write(run.FailedItems);
            writer.Write(run.MaxConcurrency);
            writer.Write(run.Redrives);
        }
    }

    private static Branching? ReadBranching(RecordReader reader) => !reader.ReadBool() ? null : new()
    {
        Items = reader.ReadValue() as JsonArray,
        Selected = reader.ReadValue() ?? JsonValue.Null,
        Total = reader.ReadInt(),
        Concurrency = reader.ReadInt(),
        Begun = reader.ReadInt(),
        Done = reader.ReadInt(),
        Failed = reader.ReadInt(),
        Again = ReadCounts(reader),
        MapRun = !reader.ReadBool() ? null : new()
        {
            Arn = reader.ReadText() ?? "",
            Started = reader.ReadInt(),
            Stage = (MapRunStage)reader.ReadInt(),
            Tolerated = ReadTolerated(reader),
            Items = reader.ReadInt(),
            FailedItems = reader.ReadInt(),
            MaxConcurrency = reader.ReadInt(),
            Redrives = reader.ReadInt(),
        },
    };

    private static ToleratedFailures ReadTolerated(RecordReader reader)
    {
        var percentage = (reader.ReadValue() as JsonNumber)?.AsDouble;
        return new(reader.ReadValue() is JsonNumber number && number.TryAsLong(out var count) ? count : null, percentage);
    }

    private static ImmutableDictionary<string, JsonValue> ReadVariables(RecordReader reader)
    {
        var variables = ImmutableDictionary<string, JsonValue>.Empty;
        for (var count = reader.ReadInt(); count > 0; count--)
        {
            var name = reader.ReadText() ?? "";
            variables = variables.SetItem(name, reader.ReadValue() ?? JsonValue.Null);
        }

        return variables;
    }

    private static ImmutableArray<int> ReadCounts(RecordReader reader)
    {
        var length = reader.ReadInt();
        if (length < 0)
        {
            return default;
        }

        var counts = ImmutableArray.CreateBuilder<int>(length);
        for (var index = 0; index < length; index++)
        {
            counts.Add(reader.ReadInt());
        }

        return counts.DrainToImmutable();
    }
}
