using System.Collections.Immutable;
using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks;

/// <summary>A runbook's frame in the journal: steps by their names.</summary>
internal static class RunbookFrameRecord
{
    public static void Write(RecordWriter writer, RunbookFrame frame)
    {
        writer.Write(frame.At?.Name);
        writer.Write((int)frame.Phase);
        writer.Write(frame.Parameters);
        writer.Write(frame.Variables);
        writer.Write(frame.Stored);
        writer.Write(frame.Outputs.Count);
        foreach (var (step, outputs) in frame.Outputs)
        {
            writer.Write(step);
            writer.Write(outputs);
        }

        writer.Write(frame.Visits.Count);
        foreach (var (step, visits) in frame.Visits)
        {
            writer.Write(step);
            writer.Write(visits);
        }

        Write(writer, frame.Step);
        writer.Write(frame.Loops.Length);
        foreach (var loop in frame.Loops)
        {
            Write(writer, loop);
        }

        writer.Write(frame.Pending);
        writer.Write(frame.IsReleased);
        writer.Write(frame.Failure?.Step);
        writer.Write(frame.Failure?.Message);
        writer.Write(frame.Failure is { IsTimeOut: true });
        writer.Write(frame.IsCancelling);
        writer.Write(frame.StopCause);
        writer.Write(frame.Previous);
    }

    /// <param name="find">The step of a name; null for none.</param>
    /// <exception cref="InvalidDataException">The document has no such step.</exception>
    public static RunbookFrame Read(RecordReader reader, Func<string, RunbookStep?> find, int id, int parent)
    {
        var frame = new RunbookFrame
        {
            Id = id,
            Parent = parent,
            At = reader.ReadText() is { } name ? find(name) ?? throw new InvalidDataException($"The document has no step '{name}' where its execution stands.") : null,
            Phase = (RunbookPhase)reader.ReadInt(),
            Parameters = ReadMap(reader),
            Variables = ReadMap(reader),
            Stored = ReadMap(reader),
            Outputs = ReadByStep(reader, ReadMap),
            Visits = ReadByStep(reader, static reader => reader.ReadInt()),
            Step = ReadRun(reader),
            Loops = ReadLoops(reader),
            Pending = reader.ReadInt(),
            IsReleased = reader.ReadBool(),
        };
        var (step, message, isTimeOut) = (reader.ReadText(), reader.ReadText(), reader.ReadBool());
        frame.Failure = step is null ? null : new(step, message ?? "", isTimeOut);
        frame.IsCancelling = reader.ReadBool();
        frame.StopCause = reader.ReadText();
        frame.Previous = reader.ReadInt();
        return frame;
    }

    private static void Write(RecordWriter writer, StepRun run)
    {
        writer.Write(run.Started);
        writer.Write(run.Attempt);
        writer.Write(run.MaxAttempts);
        writer.Write(run.Timeout?.Ticks ?? -1);
        writer.Write(run.Begun);
        writer.Write(run.Due);
        writer.Write(run.Inputs);
        writer.Write(run.Progress);
    }

    private static StepRun ReadRun(RecordReader reader) =>
        new(reader.ReadInt(), reader.ReadInt(), reader.ReadInt(), reader.ReadNumber() is var ticks and >= 0 ? TimeSpan.FromTicks(ticks) : null)
        {
            Begun = reader.ReadTime(),
            Due = reader.ReadTimeOrNull(),
            Inputs = ReadMap(reader),
            Progress = ReadMap(reader),
        };

    private static void Write(RecordWriter writer, LoopRound round)
    {
        writer.Write(round.Loop);
        Write(writer, round.Run);
        writer.Write(round.Iteration);
        writer.Write(round.Items);
        writer.Write(round.Most);
    }

    private static ImmutableArray<LoopRound> ReadLoops(RecordReader reader)
    {
        var count = reader.ReadInt();
        var loops = ImmutableArray.CreateBuilder<LoopRound>(count);
        for (; count > 0; count--)
        {
            loops.Add(new(reader.ReadText() ?? "", ReadRun(reader), reader.ReadInt(), reader.ReadValue() as JsonArray, reader.ReadInt()));
        }

        return loops.DrainToImmutable();
    }

    private static ImmutableDictionary<string, T> ReadByStep<T>(RecordReader reader, Func<RecordReader, T> read)
    {
        var values = ImmutableDictionary.CreateBuilder<string, T>();
        for (var count = reader.ReadInt(); count > 0; count--)
        {
            values[reader.ReadText() ?? ""] = read(reader);
        }

        return values.ToImmutable();
    }

    private static JsonObject ReadMap(RecordReader reader) => reader.ReadValue() as JsonObject ?? JsonObject.Empty;
}
