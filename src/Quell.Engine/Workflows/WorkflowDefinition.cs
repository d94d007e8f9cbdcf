using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows;

/// <summary>A state machine's definition, compiled once for any number of executions. Immutable.</summary>
/// <param name="Root">The machine's own states.</param>
/// <param name="Graphs">Every graph of it, by ordinal: the root first.</param>
/// <param name="Timeout">How long an execution may take; null for as long as its kind may.</param>
internal sealed record WorkflowDefinition(StateGraph Root, ImmutableArray<StateGraph> Graphs, TimeSpan? Timeout)
{
    /// <summary>Compiles a definition that the validator has found no mistake in.</summary>
    /// <exception cref="DefinitionException">It has a mistake all the same.</exception>
    public static WorkflowDefinition Compile(JsonObject definition) => new Definitions.DefinitionReader().Read(definition);
}

/// <summary>A definition cannot be compiled.</summary>
internal sealed class DefinitionException(string message) : Exception(message);
