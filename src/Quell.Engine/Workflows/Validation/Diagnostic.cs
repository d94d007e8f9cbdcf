namespace Quell.Engine.Workflows.Validation;

/// <summary>
/// One thing that is to be said about a definition (API reference, <c>ValidateStateMachineDefinitionDiagnostic</c>).
/// </summary>
/// <param name="Severity">With an error no state machine is created.</param>
/// <param name="Code"><c>SCHEMA_VALIDATION_FAILED</c>, <c>INVALID_JSON_DESCRIPTION</c>, <c>MISSING_TRANSITION_TARGET</c>, … as the API has them.</param>
/// <param name="Message">AWS's own text where it is known.</param>
/// <param name="Location">The place as AWS prints it: <c>/States/Publish/Resource</c>; null where AWS gives none.</param>
internal sealed record Diagnostic(DiagnosticSeverity Severity, string Code, string Message, string? Location);

internal enum DiagnosticSeverity
{
    Error,
    Warning,
}
