using System.Collections.Immutable;

namespace Quell.Engine.Runbooks;

/// <summary>A document's steps by name, with what follows them and what is around them.</summary>
internal sealed class StepList
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    public StepList(RunbookDocument document)
    {
        First = document.Steps.FirstOrDefault();
        Add(document.Steps, null);
    }

    /// <summary>Null where there is none.</summary>
    public RunbookStep? First { get; }

    public RunbookStep? Find(string name) => _places.GetValueOrDefault(name)?.Step;

    /// <summary>The one below it in its list; null for the last.</summary>
    public RunbookStep? Below(RunbookStep step) => _places[step.Name].Below;

    /// <summary>A step of the same list; null where there is none of that name.</summary>
    public RunbookStep? Beside(RunbookStep step, string name) =>
        _places.TryGetValue(name, out var place) && place.Loop == _places[step.Name].Loop ? place.Step : null;

    /// <summary>The names of the loops around a step, the innermost last.</summary>
    public ImmutableArray<string> LoopsAround(RunbookStep step)
    {
        var loops = ImmutableArray<string>.Empty;
        for (var loop = _places[step.Name].Loop; loop is not null; loop = _places[loop].Loop)
        {
            loops = loops.Insert(0, loop);
        }

        return loops;
    }

    private void Add(ImmutableArray<RunbookStep> steps, string? loop)
    {
        for (var position = 0; position < steps.Length; position++)
        {
            // Of two with one name the first counts; the check has told of them.
            if (_places.TryAdd(steps[position].Name, new(steps[position], position + 1 < steps.Length ? steps[position + 1] : null, loop)))
            {
                Add(steps[position].Steps, steps[position].Name);
            }
        }
    }

    private sealed record Place(RunbookStep Step, RunbookStep? Below, string? Loop);
}
