using System.Collections.Immutable;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks;

/// <summary>A document's steps by name, with what follows them and what is around them.</summary>
internal sealed class StepList
{
    private const string WholeResult = "OutputPayload";

    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly RunbookDocument _document;

    // Found when it is first asked for; two threads find the same.
    private HashSet<string>? _used;

    public StepList(RunbookDocument document)
    {
        _document = document;
        First = document.Steps.FirstOrDefault();
        Add(document.Steps, null);
    }

    /// <summary>Null where there is none.</summary>
    public RunbookStep? First { get; }

    public RunbookStep? Find(string name) => _places.GetValueOrDefault(name)?.Step;

    /// <summary>The one below it in its list; null for the last.</summary>
    public RunbookStep? Below(RunbookStep step) => _places[step.Name].Below;

    /// <summary>
    /// Whether the document uses a step's whole result, its output <c>OutputPayload</c>. What is not used is not kept: an answer may have
    /// secrets in it that its author never selected.
    /// </summary>
    public bool UsesResult(RunbookStep step) => (_used ??= WrittenReferences.Of(_document).OfType<Reference.Output>()
        .Where(output => output.Name.StartsWith(WholeResult, StringComparison.Ordinal)).Select(output => output.Step).ToHashSet(StringComparer.Ordinal)).Contains(step.Name);

    /// <summary>A step of the same list; null where there is none of that name.</summary>
    public RunbookStep? Beside(RunbookStep step, string name) =>
        _places.TryGetValue(name, out var place) && place.Loop == _places[step.Name].Loop ? place.Step : null;

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
