using System.Collections.Immutable;

namespace Quell.Engine.Runbooks;

/// <summary>A mistake of a runbook's author. All of a document's mistakes are returned at once.</summary>
/// <param name="Code">What kind, for programs: <c>UnknownStep</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Path">Where: <c>mainSteps[2].inputs.Api</c>; empty for the whole.</param>
/// <param name="Line">From 1; 0 where it has no place in the text.</param>
/// <param name="Column">From 1, in UTF-16 code units; 0 with <paramref name="Line"/>.</param>
internal sealed record RunbookMistake(string Code, string Message, string Path, int Line, int Column);

/// <summary>A document's text, read.</summary>
/// <param name="Document">Null where there is none to speak of; it may be there together with mistakes.</param>
/// <param name="Mistakes">In the order of the text.</param>
internal sealed record RunbookReading(RunbookDocument? Document, ImmutableArray<RunbookMistake> Mistakes);
