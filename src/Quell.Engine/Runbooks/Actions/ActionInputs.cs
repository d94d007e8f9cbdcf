using System.Collections.Immutable;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>What an input of an action may be. A reference may stand in place of each of them.</summary>
internal enum InputType
{
    /// <summary>One value, which counts as text.</summary>
    Text,

    /// <summary>A whole number, also as text.</summary>
    Integer,

    /// <summary>True or false, also as text.</summary>
    Boolean,

    /// <summary>A list of texts.</summary>
    TextList,

    Map,

    /// <summary>A list of maps.</summary>
    MapList,

    /// <summary>Steps of their own.</summary>
    Steps,

    /// <summary>Anything: a payload, a value to compare with.</summary>
    Any,
}

/// <param name="Values">The only texts that it may be; empty for any.</param>
internal sealed record ActionInput(string Name, InputType Type, bool IsRequired, ImmutableArray<string> Values);

/// <summary>What a step of an action can be asked for without declaring it: <c>{{ step.ImageId }}</c>.</summary>
/// <param name="Type">Null where it depends.</param>
internal sealed record ActionOutput(string Name, RunbookType? Type);

/// <summary>
/// The inputs and outputs of one action (Systems Manager User Guide, "Systems Manager Automation actions reference", the action's own page).
/// </summary>
internal sealed record ActionInputs
{
    public required string Action { get; init; }

    public required ImmutableArray<ActionInput> Inputs { get; init; }

    public ImmutableArray<ActionOutput> Outputs { get; init; } = [];

    /// <summary>Whether the inputs that are not named here are parameters of the API that the step calls.</summary>
    public bool CallsApi { get; init; }

    /// <summary>Whether a step may say where to go when it is cancelled.</summary>
    public bool HasOnCancel { get; init; } = true;

    /// <summary>Of some inputs the step has one and no more, or one at least.</summary>
    public ImmutableArray<InputGroup> Groups { get; init; } = [];

    public ActionInput? Find(string name)
    {
        foreach (var input in Inputs)
        {
            if (input.Name == name)
            {
                return input;
            }
        }

        return null;
    }
}

/// <param name="IsExclusive">Whether one excludes the others.</param>
internal sealed record InputGroup(bool IsExclusive, params ImmutableArray<string> Names);
