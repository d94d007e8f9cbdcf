using System.Collections.Immutable;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>One check of one document: its parts by name, and what is found.</summary>
internal sealed class Inspection
{
    private readonly Dictionary<string, StepSite> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunbookParameter> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunbookVariable> _variables = new(StringComparer.Ordinal);

    public Inspection(RunbookDocument document, ApiCatalog? apis)
    {
        (Document, Apis) = (document, apis);
        Steps = StepSite.All(document);
        foreach (var site in Steps)
        {
            _steps.TryAdd(site.Name, site);
        }

        foreach (var parameter in document.Parameters)
        {
            _parameters.TryAdd(parameter.Name, parameter);
        }

        foreach (var variable in document.Variables)
        {
            _variables.TryAdd(variable.Name, variable);
        }

        Graph = new(this);
    }

    public RunbookDocument Document { get; }

    /// <summary>Null where nobody has the services' models at hand: then nothing is said about calls.</summary>
    public ApiCatalog? Apis { get; }

    public ImmutableArray<StepSite> Steps { get; }

    public StepGraph Graph { get; }

    public Mistakes Mistakes { get; } = new();

    public Mistakes Warnings { get; } = new();

    public IReadOnlyCollection<string> StepNames => _steps.Keys;

    public IReadOnlyCollection<string> ParameterNames => _parameters.Keys;

    public IReadOnlyCollection<string> VariableNames => _variables.Keys;

    public StepSite? Step(string name) => _steps.GetValueOrDefault(name);

    public RunbookParameter? Parameter(string name) => _parameters.GetValueOrDefault(name);

    public RunbookVariable? Variable(string name) => _variables.GetValueOrDefault(name);

    /// <summary>Reports a place that names a step which there is none of.</summary>
    public void Target(string name, TemplatePath path, TemplateNode node)
    {
        if (Step(name) is null)
        {
            Mistakes.Add(MistakeCode.UnknownStep, $"there is no step '{name}'{Spelling.Hint(name, StepNames)}", path, node);
        }
    }
}
