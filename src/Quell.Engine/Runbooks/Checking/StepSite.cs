using System.Collections.Immutable;
using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>A step with its place in the text.</summary>
/// <param name="Loop">The <c>aws:loop</c> that it is a step of; null for one of <c>mainSteps</c>.</param>
internal sealed record StepSite(RunbookStep Step, TemplateNode.Map Node, TemplatePath Path, StepSite? Loop)
{
    public string Name => Step.Name;

    /// <summary>How messages call it.</summary>
    public string Title => Name.Length > 0 ? $"step '{Name}'" : "this step";

    /// <summary>Null for an action that there is none of.</summary>
    public ActionInputs? Action => ActionTable.Find(Step.Action);

    public TemplatePath InputsPath => Path.Member("inputs");

    /// <summary>An input as it is written; null where it is not, or null.</summary>
    public TemplateNode? Input(string name) => Step.InputsSource?[name] is { } node and not TemplateNode.Scalar { Type: ScalarType.Null } ? node : null;

    /// <summary>A member of the step, or the step where that is not there: the place to tell a mistake of.</summary>
    public TemplateNode At(string member) => Node[member] ?? Node;

    /// <summary>Every step of a document, those of loops after their loop.</summary>
    public static ImmutableArray<StepSite> All(RunbookDocument document)
    {
        var sites = ImmutableArray.CreateBuilder<StepSite>();
        Add(sites, document.Steps, document.Source["mainSteps"], TemplatePath.Of("mainSteps"), loop: null);
        return sites.DrainToImmutable();
    }

    /// <summary>The reader leaves out what is no map, so the maps of the list and the steps go together.</summary>
    private static void Add(
        ImmutableArray<StepSite>.Builder sites, ImmutableArray<RunbookStep> steps, TemplateNode? source, TemplatePath path, StepSite? loop)
    {
        // An action that has no steps of its own may have an input of that name.
        var items = steps.IsEmpty ? [] : (source as TemplateNode.List)?.Items ?? [];
        var next = 0;
        for (var index = 0; index < items.Length; index++)
        {
            if (items[index] is not TemplateNode.Map map)
            {
                continue;
            }

            var site = new StepSite(steps[next++], map, path.Item(index), loop);
            sites.Add(site);
            Add(sites, site.Step.Steps, site.Step.InputsSource?["Steps"], site.InputsPath.Member("Steps"), site);
        }
    }
}
