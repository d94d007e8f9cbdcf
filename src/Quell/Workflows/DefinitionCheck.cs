using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation;

namespace Quell.Workflows;

/// <summary>Checks definitions: when a state machine is made or changed, and by themselves (API Reference, ValidateStateMachineDefinition).</summary>
internal static class DefinitionCheck
{
    /// <summary>Diagnostics that an answer has at most, and has where the request does not say less.</summary>
    private const int MostDiagnostics = 100;

    /// <returns>The variables that its states refer to, as DescribeStateMachine shows them; null where they refer to none.</returns>
    /// <exception cref="Aws.AwsException"><c>InvalidDefinition</c>, with all errors.</exception>
    public static JsonObject? Require(string definition, bool isExpress)
    {
        var diagnostics = Check(definition, isExpress);
        if (diagnostics.Any(IsError))
        {
            throw WorkflowErrors.InvalidDefinition(DefinitionValidator.InvalidDefinitionMessage(diagnostics));
        }

        var references = DefinitionValidator.VariableReferences(JsonValue.Parse(definition) as JsonObject ?? JsonObject.Empty);
        return references.Count == 0 ? null : JsonObject.From(references.Select(state => KeyValuePair.Create(state.Key, (JsonValue)JsonArray.From(state.Value))));
    }

    /// <summary>Warnings are told only where the request asks for them; a definition with nothing worse is <c>OK</c>.</summary>
    public static JsonObject ValidateStateMachineDefinition(OperationContext context)
    {
        var input = context.Input;
        var all = Check(input.String("definition") ?? "", input.String("type") == "EXPRESS");
        var told = input.String("severity") == "WARNING" ? all : [.. all.Where(IsError)];
        var limit = input.Long("maxResults") is { } given and > 0 ? (int)given : MostDiagnostics;
        return JsonObject.Of(
            ("result", all.Any(IsError) ? "FAIL" : "OK"),
            ("diagnostics", JsonArray.From(told.Take(limit).Select(Shown))),
            ("truncated", told.Count > limit));
    }

    /// <summary>What the language says, and where that is no error, what the service models say.</summary>
    public static IReadOnlyList<Diagnostic> Check(string definition, bool isExpress)
    {
        var diagnostics = DefinitionValidator.Validate(definition, isExpress);
        return diagnostics.Any(IsError) ? diagnostics : [.. TaskCheck.Check((JsonObject)JsonValue.Parse(definition)), .. diagnostics];
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static JsonObject Shown(Diagnostic diagnostic) => JsonObject.Of(
        ("severity", IsError(diagnostic) ? "ERROR" : "WARNING"),
        ("code", diagnostic.Code),
        ("message", diagnostic.Message),
        ("location", diagnostic.Location));
}
