using System.Collections.Concurrent;
using System.Text;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Checking;
using Quell.Engine.Runbooks.Reading;

namespace Quell.Runbooks.Running;

/// <summary>Documents that have been read, by their text. Safe for concurrent use.</summary>
internal sealed class CompiledRunbooks
{
    /// <summary>Documents that are kept; beyond, all are read anew when they are needed.</summary>
    private const int Most = 512;

    private readonly ConcurrentDictionary<string, RunbookDocument> _documents = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, string> _mistakes = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a document, held against the services' models too: each mistake with its line. Empty where nothing is.</summary>
    public string Mistakes(string text)
    {
        if (_mistakes.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_mistakes.Count >= Most)
        {
            _mistakes.Clear();
        }

        return _mistakes[text] = string.Join(' ', RunbookCheck.Check(Encoding.UTF8.GetBytes(text), ModelledApis.Catalog).Mistakes
            .Select(mistake => $"Line {mistake.Line}, column {mistake.Column}: {mistake.Message}"));
    }

    /// <exception cref="InvalidDataException">The text is no runbook.</exception>
    public RunbookDocument Read(string text)
    {
        if (_documents.TryGetValue(text, out var known))
        {
            return known;
        }

        var reading = RunbookReader.Read(Encoding.UTF8.GetBytes(text));
        var document = reading.Document
            ?? throw new InvalidDataException(reading.Mistakes is [var first, ..] ? $"line {first.Line}, column {first.Column}: {first.Message}" : "The text is no runbook.");
        if (_documents.Count >= Most)
        {
            _documents.Clear();
        }

        return _documents[text] = document;
    }
}
