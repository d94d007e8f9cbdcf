using System.Collections.Immutable;
using Quell.Engine.Runbooks.Reading;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// Finds every mistake of a runbook before its first step runs: what is checked without knowing any value is checked here, and nothing
/// that can be right for some value is a mistake.
/// </summary>
internal static class RunbookCheck
{
    /// <summary>A document's limit at CreateDocument (AWS General Reference, "Systems Manager endpoints and quotas").</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>Reads a text and checks it.</summary>
    /// <param name="apis">The services' models; null to say nothing about calls.</param>
    public static RunbookFindings Check(ReadOnlyMemory<byte> utf8, ApiCatalog? apis)
    {
        var reading = RunbookReader.Read(utf8);
        var found = reading.Document is { } document ? Check(document, apis) : new(null, [], []);
        ImmutableArray<RunbookMistake> warnings = utf8.Length > MostBytes
            ? [new(MistakeCode.Limit, $"the runbook has {utf8.Length} bytes; AWS takes {MostBytes}", "", 0, 0), .. found.Warnings]
            : found.Warnings;
        return new(reading.Document, InOrder(reading.Mistakes.Concat(found.Mistakes)), warnings);
    }

    /// <summary>Checks a document that has been read.</summary>
    public static RunbookFindings Check(RunbookDocument document, ApiCatalog? apis)
    {
        var inspection = new Inspection(document, apis);
        var references = new ReferenceCheck(inspection);
        DocumentCheck.Check(inspection, references);
        ParameterCheck.Check(inspection);
        FlowCheck.Check(inspection);
        var steps = new StepCheck(inspection, references);
        foreach (var site in inspection.Steps.TakeWhile(_ => !inspection.Mistakes.IsFull))
        {
            steps.Check(site);
        }

        return new(document, inspection.Mistakes.InOrder, inspection.Warnings.InOrder);
    }

    private static ImmutableArray<RunbookMistake> InOrder(IEnumerable<RunbookMistake> mistakes) =>
        [.. mistakes.Distinct().OrderBy(mistake => mistake.Line).ThenBy(mistake => mistake.Column)];
}

/// <summary>What a check has found.</summary>
/// <param name="Document">Null where the text is none.</param>
/// <param name="Mistakes">In the order of the text; a document with one may not be started.</param>
/// <param name="Warnings">What works and is hardly meant.</param>
internal sealed record RunbookFindings(RunbookDocument? Document, ImmutableArray<RunbookMistake> Mistakes, ImmutableArray<RunbookMistake> Warnings);
