using System.Collections.Immutable;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks;

/// <summary>
/// A Systems Manager Automation document of schema 0.3, as it was read (Systems Manager User Guide, "Data elements and parameters",
/// "Schema version 0.3"). Texts may hold references in double braces; they are kept as written, and resolved when a step runs.
/// </summary>
internal sealed record RunbookDocument
{
    /// <summary>Null where the author gave none.</summary>
    public string? Description { get; init; }

    /// <summary>The ARN of the role that the steps act as, usually <c>{{ AutomationAssumeRole }}</c>; null where the caller's permissions count.</summary>
    public string? AssumeRole { get; init; }

    /// <summary>In the order of the text.</summary>
    public ImmutableArray<RunbookParameter> Parameters { get; init; } = [];

    public ImmutableArray<RunbookVariable> Variables { get; init; } = [];

    /// <summary><c>mainSteps</c>, in the order of the text, which is the order in which they run unless they say otherwise.</summary>
    public required ImmutableArray<RunbookStep> Steps { get; init; }

    /// <summary>What the execution gives back, each the name of a step's output: <c>getInstance.State</c>.</summary>
    public ImmutableArray<RunbookOutput> Outputs { get; init; } = [];

    /// <summary>Attached files by name, with their SHA-256 where the document gives it.</summary>
    public ImmutableDictionary<string, string?> Files { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The document's text as a tree, for the places of what is said about it.</summary>
    public required TemplateNode.Map Source { get; init; }
}

/// <summary>One of <see cref="RunbookDocument.Outputs"/>, with its place.</summary>
/// <param name="Text">As written: <c>step.Output</c>, or <c>variable:name</c>.</param>
internal sealed record RunbookOutput(string Text, int Line, int Column);
