using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation.Fields;
using Quell.Engine.Workflows.Validation.States;

namespace Quell.Engine.Workflows.Validation;

/// <summary>
/// Tells every mistake of a definition in the Amazon States Language, in AWS's words where they are known
/// (<c>ValidateStateMachineDefinition</c>, and on create and update). It takes time in proportion to the text and never throws.
/// </summary>
internal static class DefinitionValidator
{
    /// <summary>Bytes that a definition may have (API reference, <c>CreateStateMachine</c>).</summary>
    public const int LargestDefinition = 1_048_576;

    /// <summary>What TestState calls the state it is given.</summary>
    private const string NamelessState = "StateName";

    /// <summary>What is wrong in the shape comes first, in the order of the text, then how states lead to each other.</summary>
    /// <returns>Empty where there is nothing to say; with warnings only, the definition is taken.</returns>
    public static IReadOnlyList<Diagnostic> Validate(string definition, bool isExpress)
    {
        if (definition.Length > LargestDefinition || Encoding.UTF8.GetByteCount(definition) > LargestDefinition)
        {
            return One(DiagnosticCode.Schema, $"Definition must have length less than or equal to {LargestDefinition}");
        }

        if (DefinitionText.FindMistake(definition) is { } mistake)
        {
            return [mistake];
        }

        try
        {
            return JsonValue.Parse(definition) is JsonObject machine
                ? Validate(machine, isExpress)
                : One(DiagnosticCode.Schema, DefinitionText.NotAnObject);
        }
        catch (JsonSyntaxException other)
        {
            return One(DiagnosticCode.Json, other.Message);
        }
    }

    /// <inheritdoc cref="Validate(string, bool)"/>
    public static IReadOnlyList<Diagnostic> Validate(JsonObject definition, bool isExpress) => Walk(definition, isExpress).All;

    /// <summary>The variables that each state of a definition refers to (API reference, <c>DescribeStateMachine</c>, <c>variableReferences</c>).</summary>
    /// <returns>By the states' names; a state that refers to none is left out.</returns>
    public static IReadOnlyDictionary<string, List<string>> VariableReferences(JsonObject definition) => Walk(definition, isExpress: false).References;

    private static Findings Walk(JsonObject definition, bool isExpress)
    {
        var findings = new Findings();
        var isJsonata = definition["QueryLanguage"] is not (null or JsonString { Value: "JSONPath" });
        var spot = new Spot(findings, Place.Root, new MachineFacts(isJsonata))
        {
            IsExpress = isExpress,
            Variables = new VariableScope(definition.Object("States") ?? JsonObject.Empty, outer: null),
        };
        Containers.Machine.Check(definition, spot);
        TransitionCheck.Check(definition, spot, isMachine: true);
        return findings;
    }

    /// <summary>Tells the mistakes of one state alone, as TestState takes it: where it leads is not looked at.</summary>
    public static IReadOnlyList<Diagnostic> ValidateState(JsonObject state, string? name = null)
    {
        var findings = new Findings();
        var shown = name ?? NamelessState;
        StateCheck.Check(shown, state, new Spot(findings, Place.Root.Member("States").Member(shown), new MachineFacts(IsJsonata: false)));
        return findings.All;
    }

    /// <summary>The message of <c>InvalidDefinition</c>, with all errors; AWS prints <c>null</c> for one without a place.</summary>
    public static string InvalidDefinitionMessage(IReadOnlyList<Diagnostic> errors)
    {
        var told = errors.Where(error => error.Severity == DiagnosticSeverity.Error)
            .Select(error => $"{error.Code}: {error.Message} at {error.Location ?? "null"}");
        return $"Invalid State Machine Definition: '{string.Join(", ", told)}'";
    }

    private static Diagnostic[] One(string code, string message) => [new(DiagnosticSeverity.Error, code, message, null)];
}
