using System.Collections.Immutable;
using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows.Definitions;

/// <summary>Compiles a definition that the validator has found no mistake in: graphs, states, and what their fields hold.</summary>
internal sealed class DefinitionReader
{
    private readonly List<StateGraph> _graphs = [];

    /// <exception cref="DefinitionException">There is a mistake all the same.</exception>
    public WorkflowDefinition Read(JsonObject definition)
    {
        try
        {
            var root = ReadGraph(definition, definition.String("QueryLanguage") == "JSONata");
            return new(root, [.. _graphs], definition.Long("TimeoutSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        }
        catch (Exception wrong) when (wrong is PathSyntaxException or JsonataException or FormatException or ArgumentException)
        {
            throw new DefinitionException(wrong.Message);
        }
    }

    /// <summary>Reads a machine, a branch or a processor.</summary>
    /// <param name="isJsonata">The query language of states that name none.</param>
    public StateGraph ReadGraph(JsonObject definition, bool isJsonata)
    {
        var graph = new StateGraph(_graphs.Count) { StartAt = definition.String("StartAt") ?? "" };
        _graphs.Add(graph);
        graph.IsExpress = definition.Object("ProcessorConfig")?.String("ExecutionType") == "EXPRESS";
        foreach (var (name, value) in definition.Object("States") ?? throw new DefinitionException("A machine, branch or processor has no States."))
        {
            var state = value as JsonObject ?? throw new DefinitionException($"The state '{name}' is no object.");
            graph.Add(StateReader.Read(new(this, graph, name, state, isJsonata)));
        }

        return graph.Find(graph.StartAt) is not null ? graph : throw new DefinitionException($"StartAt names the state '{graph.StartAt}', which is not there.");
    }
}
