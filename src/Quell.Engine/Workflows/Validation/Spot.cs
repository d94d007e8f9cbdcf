using Quell.Engine.Workflows.Validation.Fields;

namespace Quell.Engine.Workflows.Validation;

/// <summary>What the check of a value has to know of where the value stands.</summary>
internal sealed record Spot(Findings Findings, Place Place, MachineFacts Machine)
{
    /// <summary>The query language of the state: its own, else the machine's, whatever the Map or Parallel around it has.</summary>
    public bool IsJsonata { get; init; }

    /// <summary>Whether fields of the other query language are told: not where the language itself is refused.</summary>
    public bool TellsLanguage { get; init; } = true;

    /// <summary>Whether the workflow around is an Express one, be it the machine or the child of a distributed Map.</summary>
    public bool IsExpress { get; init; }

    /// <summary>Whether <c>$states.result</c> exists: in the Output and Assign of a Task, Parallel or Map.</summary>
    public bool HasResult { get; init; }

    /// <summary>Whether <c>$states.errorOutput</c> exists: in the Output and Assign of a Catch.</summary>
    public bool HasErrorOutput { get; init; }

    /// <summary>The variables that can be seen; null where they are not known, as for a state alone.</summary>
    public VariableScope? Variables { get; init; }

    public Spot Member(string name) => this with { Place = Place.Member(name) };

    public Spot Item(int index) => this with { Place = Place.Item(index) };

    public void Schema(string message) => Findings.Schema(Place, message);
}

/// <summary>What holds for the whole machine, and what its parts have in common.</summary>
internal sealed record MachineFacts(bool IsJsonata)
{
    /// <summary>Names of the states met so far: they are unique in the whole machine, its branches included.</summary>
    public HashSet<string> StateNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Labels of Map states met so far.</summary>
    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);
}
