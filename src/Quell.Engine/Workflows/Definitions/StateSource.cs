using System.Collections.Immutable;
using Quell.Engine.Executions;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows.Definitions;

/// <summary>A state as it was written, with what all types read alike.</summary>
internal sealed class StateSource(DefinitionReader reader, StateGraph graph, string name, JsonObject definition, bool isJsonata)
{
    public string Name => name;

    public JsonObject Definition => definition;

    public bool IsJsonata { get; } = definition.String("QueryLanguage") is { } language ? language == "JSONata" : isJsonata;

    public StateReference? Next => Reference(definition, "Next");

    public StateReference? Reference(JsonObject source, string field) => source.String(field) is { } target ? new(graph, target) : null;

    public StateReference Target(JsonObject source) =>
        Reference(source, "Next") ?? throw new DefinitionException($"An entry of the state '{name}' has no Next.");

    public FieldValue? Field(string field) => FieldValue.Read(definition, field, IsJsonata);

    public StateGraph Graph(JsonObject source) => reader.ReadGraph(source, isJsonata);

    public PayloadTemplate? Template(JsonObject source, string field) => source[field] is { } value ? Compile(value, field) : null;

    public static JsonataTemplate? Expression(JsonObject source, string field) => source[field] is { } value ? JsonataTemplate.Compile(value, field) : null;

    /// <summary>How the state's data flows.</summary>
    /// <param name="hasInput">Whether the type has Arguments or Parameters of the state's own.</param>
    public DataFlow Data(bool hasInput = false) => IsJsonata
        ? new JsonataFlow
        {
            Input = hasInput ? Expression(definition, "Arguments") : null,
            Output = Expression(definition, "Output"),
            Assign = Expression(definition, "Assign"),
        }
        : new PathFlow
        {
            InputPath = DataPath.Read(definition["InputPath"]),
            Parameters = hasInput ? Template(definition, "Parameters") : null,
            ResultSelector = Template(definition, "ResultSelector"),
            ResultPath = ResultPlace.Read(definition["ResultPath"]),
            OutputPath = DataPath.Read(definition["OutputPath"]),
            Assign = Template(definition, "Assign"),
        };

    public ImmutableArray<Retrier> Retriers() => [.. definition.Array("Retry").Objects.Select(retrier => new Retrier(
        [.. retrier.Array("ErrorEquals").Strings],
        (int)Math.Min(retrier.Long("MaxAttempts") ?? 3, int.MaxValue),
        new Backoff(
            TimeSpan.FromSeconds(retrier.Long("IntervalSeconds") ?? 1),
            (retrier["BackoffRate"] as JsonNumber)?.AsDouble ?? 2,
            retrier.Long("MaxDelaySeconds") is { } longest ? TimeSpan.FromSeconds(longest) : null,
            retrier.String("JitterStrategy") == "FULL")))];

    public ImmutableArray<Catcher> Catchers() => [.. definition.Array("Catch").Objects.Select(catcher => new Catcher(
        [.. catcher.Array("ErrorEquals").Strings],
        Target(catcher),
        IsJsonata
            ? new JsonataCatchFlow(Expression(catcher, "Output"), Expression(catcher, "Assign"))
            : new PathCatchFlow(ResultPlace.Read(catcher["ResultPath"]), Template(catcher, "Assign"))))];

    private PayloadTemplate Compile(JsonValue value, string field)
    {
        var mistakes = new List<PathMistake>();
        var template = PayloadTemplate.Compile(value, field, mistakes);
        return mistakes is [] ? template : throw new DefinitionException($"{mistakes[0].Message} at the state '{name}', {mistakes[0].Location}");
    }
}
