using System.Globalization;
using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// The types of values and references. Texts, numbers and booleans become each other where they can, and lists of one what their element
/// is (Systems Manager User Guide, "Using action outputs as inputs"); what is left are mistakes whatever the values are.
/// </summary>
internal static class ValueTypes
{
    /// <summary>The reference that a node is, if it is nothing else.</summary>
    public static Reference? Alone(TemplateNode node) =>
        node is TemplateNode.Scalar { Value: var text } && text.Trim() is var trimmed && trimmed.StartsWith("{{", StringComparison.Ordinal)
        && Interpolation.Find(trimmed).FirstOrDefault() is ({ } reference, 0, var end) && end == trimmed.Length ? reference : null;

    public static bool HasReference(TemplateNode node) => node is TemplateNode.Scalar { Value: var text } && text.Contains("{{", StringComparison.Ordinal);

    /// <summary>The type of what a reference stands for; null where that is not known.</summary>
    public static RunbookType? Of(Reference reference, Inspection inspection) => reference switch
    {
        Reference.Parameter(_, var name) => inspection.Parameter(name) is { } parameter ? RunbookTypes.Find(parameter.Type) : null,
        Reference.Variable(_, var name) => inspection.Variable(name) is { } variable ? RunbookTypes.Find(variable.Type) : null,
        Reference.Output(_, var step, var name) => inspection.Step(step) is { } source ? OfOutput(source, name) : null,
        Reference.Global or Reference.Automation => RunbookType.String,
        _ => null,
    };

    private static RunbookType? OfOutput(StepSite source, string name) => source.Step.Outputs.FirstOrDefault(output => output.Name == name) is { } declared
        ? RunbookTypes.Find(declared.Type)
        : source.Action?.Outputs.FirstOrDefault(output => output.Name == name)?.Type;

    /// <summary>Whether some value of the one type can stand where the other is wanted.</summary>
    public static bool Fits(RunbookType given, InputType wanted) => wanted switch
    {
        InputType.Text => given is not (RunbookType.StringMap or RunbookType.MapList),
        InputType.Integer => given is RunbookType.Integer or RunbookType.String,
        InputType.Boolean => given is RunbookType.Boolean or RunbookType.String,
        InputType.TextList => given is not (RunbookType.StringMap or RunbookType.MapList),
        InputType.Map => given is RunbookType.StringMap or RunbookType.String,
        InputType.MapList => given is RunbookType.MapList or RunbookType.StringList or RunbookType.String,
        _ => true,
    };

    /// <summary>Whether a text can be read as what is wanted; one with a reference in it may be anything.</summary>
    public static bool Reads(TemplateNode.Scalar scalar, InputType wanted) => HasReference(scalar) || wanted switch
    {
        InputType.Integer => long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        InputType.Boolean => bool.TryParse(scalar.Value, out _),
        InputType.Map => StartsWith(scalar, '{'),
        InputType.MapList => StartsWith(scalar, '['),
        InputType.Steps => false,
        _ => true,
    };

    public static string Wanted(InputType type) => type switch
    {
        InputType.Text => "a text",
        InputType.Integer => "a whole number",
        InputType.Boolean => "true or false",
        InputType.TextList => "a list of texts",
        InputType.Map => "a map",
        InputType.MapList => "a list of maps",
        InputType.Steps => "a list of steps",
        _ => "anything",
    };

    private static bool StartsWith(TemplateNode.Scalar scalar, char first) => scalar.Value.AsSpan().TrimStart().StartsWith([first]);
}
