using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>
/// What is journaled of a transition: the execution's own fields, the frames and waits that changed, and the events. All records of
/// an execution, one after the other, give the execution and its history.
/// </summary>
internal static class TransitionRecord
{
    /// <summary>The form of the records; a later one reads the earlier ones. In the first, work's specification was one value.</summary>
    private const int Version = 2;

    public static byte[] Write(ExecutionProgram program, Transition transition, KnownValues known)
    {
        var writer = new RecordWriter(known);
        writer.Write(Version);
        WriteFields(writer, transition.Execution);
        WriteEvents(writer, transition.Events);
        writer.Write(transition.Frames.Length);
        foreach (var id in transition.Frames)
        {
            writer.Write(id);
            var frame = transition.Execution.Frames.GetValueOrDefault(id);
            writer.Write(frame is not null);
            if (frame is not null)
            {
                writer.Write(frame.Parent);
                program.WriteFrame(writer, frame);
            }
        }

        writer.Write(transition.Pending.Length);
        foreach (var id in transition.Pending)
        {
            WritePending(writer, id, transition.Execution.Pending.GetValueOrDefault(id));
        }

        return writer.ToRecord();
    }

    /// <summary>The execution after the record.</summary>
    /// <param name="before">The execution before it.</param>
    /// <param name="events">The record's events are added.</param>
    /// <exception cref="InvalidDataException">It is no record, or a later version's.</exception>
    public static Execution Read(ExecutionProgram program, RecordReader reader, Execution before, List<HistoryEvent>? events)
    {
        var version = reader.ReadInt();
        if (version is < 1 or > Version)
        {
            throw new InvalidDataException($"An execution's record has the form {version}; this version of Quell reads the forms 1 to {Version}.");
        }

        var execution = ReadFields(reader, before);
        ReadEvents(reader, events);
        var frames = before.Frames.ToBuilder();
        for (var count = reader.ReadInt(); count > 0; count--)
        {
            var id = reader.ReadInt();
            if (reader.ReadBool())
            {
                frames[id] = program.ReadFrame(reader, id, reader.ReadInt());
            }
            else
            {
                frames.Remove(id);
            }
        }

        var waits = before.Pending.ToBuilder();
        for (var count = reader.ReadInt(); count > 0; count--)
        {
            var (id, pending) = ReadPending(reader, version);
            if (pending is null)
            {
                waits.Remove(id);
            }
            else
            {
                waits[id] = pending;
            }
        }

        return execution with { Frames = frames.ToImmutable(), Pending = waits.ToImmutable() };
    }

    private static void WriteFields(RecordWriter writer, Execution execution)
    {
        writer.Write((int)execution.Status);
        writer.Write(execution.LastId);
        writer.Write(execution.LastEvent);
        writer.Write(execution.Started);
        writer.Write(execution.Ended);
        writer.Write(execution.Deadline);
        writer.Write(execution.Redrives);
        writer.Write(execution.Redriven);
        writer.Write(execution.Input);
        writer.Write(execution.Output);
        writer.Write(execution.Error);
        writer.Write(execution.Cause);
    }

    private static Execution ReadFields(RecordReader reader, Execution before) => before with
    {
        Status = (ExecutionStatus)reader.ReadInt(),
        LastId = reader.ReadInt(),
        LastEvent = reader.ReadInt(),
        Started = reader.ReadTime(),
        Ended = reader.ReadTimeOrNull(),
        Deadline = reader.ReadTimeOrNull(),
        Redrives = reader.ReadInt(),
        Redriven = reader.ReadTimeOrNull(),
        Input = reader.ReadValue(),
        Output = reader.ReadValue(),
        Error = reader.ReadText(),
        Cause = reader.ReadText(),
    };

    private static void WriteEvents(RecordWriter writer, IReadOnlyCollection<HistoryEvent> events)
    {
        writer.Write(events.Count);
        foreach (var each in events)
        {
            writer.Write(each.Id);
            writer.Write(each.Previous);
            writer.Write(each.Time);
            writer.Write(each.Type);
            writer.Write(each.Name);
            writer.Write(each.Data);
            writer.Write(each.Fields);
        }
    }

    private static void ReadEvents(RecordReader reader, List<HistoryEvent>? events)
    {
        for (var count = reader.ReadInt(); count > 0; count--)
        {
            var read = new HistoryEvent(reader.ReadInt(), reader.ReadInt(), reader.ReadTime(), reader.ReadText() ?? "")
            {
                Name = reader.ReadText(),
                Data = reader.ReadValue(),
                Fields = reader.ReadValue() as JsonObject,
            };
            events?.Add(read);
        }
    }

    private static void WritePending(RecordWriter writer, int id, Pending? pending)
    {
        writer.Write(id);
        writer.Write(pending is not null);
        if (pending is null)
        {
            return;
        }

        writer.Write(pending.Frame);
        writer.Write(pending.Work?.Kind);
        if (pending.Work is { } work)
        {
            WriteSpec(writer, work.Spec);
            writer.Write(work.IsTokenAwaited);
        }

        writer.Write(pending.Due);
        writer.Write(pending.Heartbeat?.Ticks ?? -1);
        writer.Write(pending.HeartbeatDue);
        writer.Write(pending.IsSubmitted);
        WriteEarly(writer, pending.Early);
    }

    /// <summary>Member by member: its arguments, which the history has, too, are written once.</summary>
    private static void WriteSpec(RecordWriter writer, JsonObject spec)
    {
        writer.Write(spec.Count);
        foreach (var (name, value) in spec)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    private static JsonObject ReadSpec(RecordReader reader, int version)
    {
        if (version == 1)
        {
            return reader.ReadValue() as JsonObject ?? JsonObject.Empty;
        }

        var members = new List<KeyValuePair<string, JsonValue>>();
        for (var count = reader.ReadInt(); count > 0; count--)
        {
            members.Add(KeyValuePair.Create(reader.ReadText() ?? "", reader.ReadValue() ?? JsonValue.Null));
        }

        return JsonObject.From(members);
    }

    private static void WriteEarly(RecordWriter writer, Signal? early)
    {
        writer.Write(early switch { null => 0, Signal.Succeeded => 1, _ => 2 });
        switch (early)
        {
            case Signal.Succeeded(var output):
                writer.Write(output);
                break;
            case Signal.Failed(var error, var cause):
                writer.Write(error);
                writer.Write(cause);
                break;
            case not null:
                throw new System.Diagnostics.UnreachableException($"A token is not answered by {early}.");
        }
    }

    private static Signal? ReadEarly(RecordReader reader) => reader.ReadInt() switch
    {
        0 => null,
        1 => new Signal.Succeeded(reader.ReadValue() ?? JsonValue.Null),
        _ => new Signal.Failed(reader.ReadText(), reader.ReadText()),
    };

    private static (int Id, Pending? Pending) ReadPending(RecordReader reader, int version)
    {
        var id = reader.ReadInt();
        if (!reader.ReadBool())
        {
            return (id, null);
        }

        var frame = reader.ReadInt();
        var work = reader.ReadText() is { } kind
            ? new Work(kind, ReadSpec(reader, version)) { IsTokenAwaited = reader.ReadBool() }
            : null;
        return (id, new(id, frame, work)
        {
            Due = reader.ReadTimeOrNull(),
            Heartbeat = reader.ReadNumber() is var ticks and >= 0 ? TimeSpan.FromTicks(ticks) : null,
            HeartbeatDue = reader.ReadTimeOrNull(),
            IsSubmitted = reader.ReadBool(),
            Early = ReadEarly(reader),
        });
    }
}
