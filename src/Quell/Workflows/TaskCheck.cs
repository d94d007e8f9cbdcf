using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Engine.Workflows.Validation;
using Quell.Workflows.Tasks;

namespace Quell.Workflows;

/// <summary>
/// What only the service models know of a definition: whether the actions of its tasks exist, and whether their parameters do. Goes
/// over definitions in which the validator has found no error.
/// </summary>
internal static class TaskCheck
{
    private const string Code = "SCHEMA_VALIDATION_FAILED";

    public static IEnumerable<Diagnostic> Check(JsonObject machine, string place = "") =>
        (machine.Object("States") ?? JsonObject.Empty).SelectMany(state => state.Value is JsonObject definition
            ? CheckState(definition, $"{place}/States/{state.Key}")
            : []);

    private static IEnumerable<Diagnostic> CheckState(JsonObject state, string place)
    {
        foreach (var (field, graph) in Graphs(state))
        {
            foreach (var mistake in Check(graph, $"{place}/{field}"))
            {
                yield return mistake;
            }
        }

        if (state.String("Type") != "Task" || !TaskResource.TryParse(state.String("Resource") ?? "", out var resource, out _))
        {
            yield break;
        }

        if (IntegrationApi.Check(resource) is { } unknown)
        {
            yield return Error(unknown, $"{place}/Resource");
            yield break;
        }

        foreach (var field in (string[])["Parameters", "Arguments"])
        {
            if (state[field] is { } template)
            {
                foreach (var mistake in ArgumentTemplate.Check(resource, template))
                {
                    yield return Error(mistake.Message, $"{place}/{field}{mistake.Path}");
                }
            }
        }
    }

    private static IEnumerable<(string Field, JsonObject Graph)> Graphs(JsonObject state)
    {
        var index = 0;
        foreach (var branch in state.Array("Branches").Objects)
        {
            yield return ($"Branches[{index++}]", branch);
        }

        foreach (var field in (string[])["ItemProcessor", "Iterator"])
        {
            if (state.Object(field) is { } processor)
            {
                yield return (field, processor);
            }
        }
    }

    private static Diagnostic Error(string message, string place) => new(DiagnosticSeverity.Error, Code, message, place);
}
