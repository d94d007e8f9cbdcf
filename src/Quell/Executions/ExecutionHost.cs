using Microsoft.Extensions.Logging;
using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>What durable executions need of the process that they are part of.</summary>
internal sealed class ExecutionHost
{
    public required Journal Journal { get; init; }

    public required Sequences Sequences { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>The languages, by the kind in <see cref="ExecutionHeader.Kind"/>. Filled at start.</summary>
    public Dictionary<string, ExecutionLanguage> Languages { get; } = new(StringComparer.Ordinal);

    /// <summary>Who does which kind of work. Filled at start.</summary>
    public Dictionary<string, IWorkPerformer> Performers { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a language.</summary>
    public ExecutionHost Add(string kind, ExecutionLanguage language)
    {
        Languages.Add(kind, language);
        return this;
    }

    /// <summary>Adds who does a kind of work.</summary>
    public ExecutionHost Add(string kind, IWorkPerformer performer)
    {
        Performers.Add(kind, performer);
        return this;
    }

    /// <summary>Executions that wait and are kept in memory all the same; the rest is read again when something happens to it.</summary>
    public int LiveLimit { get; init; } = 2_048;
}

/// <summary>A language that executions are written in.</summary>
internal abstract class ExecutionLanguage
{
    /// <summary>What the execution runs.</summary>
    /// <param name="run">The execution's number, which goes into its task tokens.</param>
    public abstract ExecutionProgram Program(long run, ExecutionHeader header);

    /// <summary>What is told on the bus when the execution has begun or ended, committed with that.</summary>
    public abstract HandOver Announce(ExecutionHeader header, Execution execution);

    /// <summary>What is told on the bus of a transition besides, committed with it.</summary>
    public virtual HandOver Tell(ExecutionHeader header, Transition transition) => HandOver.Done;

    /// <summary>Journals what the language keeps besides, in the commit of a transition. Runs on the writer's thread, perhaps twice.</summary>
    public virtual void Journal(JournalConnection connection, long run, ExecutionHeader header, Transition transition)
    {
    }

    /// <summary>Is shown each transition after it is durable (for logs).</summary>
    public abstract void Recorded(ExecutionHeader header, Transition transition);

    /// <summary>What an execution that waits for this one is told at its end.</summary>
    public abstract Signal Told(ExecutionHeader header, Execution execution, string form);
}

/// <summary>An execution as it stands.</summary>
internal sealed record ExecutionView(long Run, ExecutionHeader Header, Execution Execution, JsonValue Input);
