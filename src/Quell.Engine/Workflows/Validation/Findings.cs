namespace Quell.Engine.Workflows.Validation;

/// <summary>
/// Gathers what is to be said about one definition. It stops at a number that no one reads any more (the API gives 100), so that
/// a hostile definition cannot fill the memory with its mistakes.
/// </summary>
internal sealed class Findings
{
    private const int Most = 1_000;
    private const int LongestMessage = 10_000;

    private readonly List<Diagnostic> _found = [];
    private readonly HashSet<(string Code, string Message, string? Location)> _told = [];

    private readonly Dictionary<string, List<string>> _references = new(StringComparer.Ordinal);

    public IReadOnlyList<Diagnostic> All => _found;

    /// <summary>The variables that states refer to, each once, by the states' names.</summary>
    public IReadOnlyDictionary<string, List<string>> References => _references;

    /// <summary>A state refers to a variable; what stands in no state is not noted.</summary>
    public void Refer(Place place, string variable)
    {
        if (place.State is { } state)
        {
            var names = _references.TryGetValue(state, out var known) ? known : _references[state] = [];
            if (names.Count < Most && !names.Contains(variable))
            {
                names.Add(variable);
            }
        }
    }

    /// <summary>A mistake in the shape of the definition: a missing or unknown field, a value of the wrong kind.</summary>
    public void Schema(Place place, string message) => Error(DiagnosticCode.Schema, message, place);

    /// <summary>The same, for a place that is text already.</summary>
    public void Schema(string location, string message) => Add(DiagnosticSeverity.Error, DiagnosticCode.Schema, message, location);

    /// <param name="code">One of <see cref="DiagnosticCode"/>.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="place">Null where AWS gives none.</param>
    public void Error(string code, string message, Place? place) => Add(DiagnosticSeverity.Error, code, message, place?.ToString());

    public void Warn(string code, string message, Place place) => Add(DiagnosticSeverity.Warning, code, message, place.ToString());

    private void Add(DiagnosticSeverity severity, string code, string message, string? location)
    {
        if (_found.Count >= Most)
        {
            return;
        }

        var shown = message.Length <= LongestMessage ? message : message[..LongestMessage];
        if (_told.Add((code, shown, location)))
        {
            _found.Add(new(severity, code, shown, location));
        }
    }
}
