namespace Quell.Engine.Workflows.Validation;

/// <summary>
/// The codes of <see cref="Diagnostic"/> (API reference, "List of error codes", "List of warning codes"). Those of JSONata and of
/// variables are not in the reference; the service is reported to answer with them. For <see cref="DuplicateVariable"/> and
/// <see cref="UndefinedVariable"/> that is hearsay: no answer of the service is known that shows them.
/// </summary>
internal static class DiagnosticCode
{
    public const string Schema = "SCHEMA_VALIDATION_FAILED";

    public const string Json = "INVALID_JSON_DESCRIPTION";

    public const string TooDeep = "TOO_DEEPLY_NESTED";

    public const string MissingTarget = "MISSING_TRANSITION_TARGET";

    public const string MissingEnd = "MISSING_END_STATE";

    public const string DuplicateState = "DUPLICATE_STATE_NAME";

    public const string StateName = "INVALID_STATE_NAME";

    public const string DuplicateLabel = "DUPLICATE_LABEL_NAME";

    public const string Label = "INVALID_LABEL_NAME";

    public const string JsonataSyntax = "INVALID_JSONATA_EXPRESSION";

    public const string JsonataReference = "UNSUPPORTED_JSONATA_EXPRESSION";

    public const string VariableName = "INVALID_VARIABLE_NAME";

    public const string ReservedVariable = "RESERVED_VARIABLE_NAME";

    public const string DuplicateVariable = "DUPLICATE_VARIABLE_NAME";

    public const string UndefinedVariable = "POSSIBLY_UNDEFINED_VARIABLE";

    public const string NoDollar = "NO_DOLLAR";

    public const string NoPath = "NO_PATH";

    public const string StaticResult = "PASS_RESULT_IS_STATIC";
}
