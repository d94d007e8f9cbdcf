using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks;

/// <summary>One step as it was written. What its inputs mean is its action's.</summary>
internal sealed record RunbookStep
{
    public required string Name { get; init; }

    /// <summary>With its prefix: <c>aws:executeAwsApi</c>.</summary>
    public required string Action { get; init; }

    public string? Description { get; init; }

    /// <summary>As written, references and all; empty where there are none.</summary>
    public JsonObject Inputs { get; init; } = JsonObject.Empty;

    /// <summary>The tree of the inputs, for places; null where there are none.</summary>
    public TemplateNode.Map? InputsSource { get; init; }

    public ImmutableArray<StepOutput> Outputs { get; init; } = [];

    public StepEscape OnFailure { get; init; } = StepEscape.Abort;

    public StepEscape OnCancel { get; init; } = StepEscape.Abort;

    /// <summary>Whether its failure makes the whole execution a failure, even where it goes on.</summary>
    public bool IsCritical { get; init; } = true;

    /// <summary>Whether the execution ends with it.</summary>
    public bool IsEnd { get; init; }

    /// <summary>The step that comes next; null for the one below it.</summary>
    public string? NextStep { get; init; }

    /// <summary>A whole number or a reference to one; null for 1.</summary>
    public JsonValue? MaxAttempts { get; init; }

    /// <summary>Seconds of each attempt, a whole number or a reference to one; null for the action's default.</summary>
    public JsonValue? TimeoutSeconds { get; init; }

    /// <summary>The steps within an <c>aws:loop</c>; empty for other actions.</summary>
    public ImmutableArray<RunbookStep> Steps { get; init; } = [];

    public int Line { get; init; }

    public int Column { get; init; }
}

/// <summary>A named part of a step's result.</summary>
/// <param name="Selector">A JSONPath into the result: <c>$.Reservations[0].Instances[0].State.Name</c>.</param>
/// <param name="Type"><c>String, StringList, Integer, Boolean, StringMap, MapList</c>.</param>
internal sealed record StepOutput(string Name, string Selector, string Type, int Line, int Column);

/// <summary>Where an execution goes when a step fails or is cancelled.</summary>
/// <param name="Step">Set for <see cref="EscapeKind.Step"/> alone.</param>
internal sealed record StepEscape(EscapeKind Kind, string? Step = null)
{
    public static readonly StepEscape Abort = new(EscapeKind.Abort);

    public static readonly StepEscape Continue = new(EscapeKind.Continue);
}

internal enum EscapeKind
{
    /// <summary>The execution ends.</summary>
    Abort,

    /// <summary>As if the step had succeeded, without its outputs.</summary>
    Continue,

    /// <summary><c>step:name</c></summary>
    Step,
}
