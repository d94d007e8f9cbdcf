using Quell.Engine.Json;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>A parameter with its value.</summary>
/// <param name="Definition">As the template has it.</param>
/// <param name="Given">The text that was given or is the default; for an SSM type the name of the SSM parameter.</param>
/// <param name="Value">What <c>Ref</c> gives: a text, or a list of texts.</param>
internal sealed record ParameterValue(TemplateParameter Definition, string Given, JsonValue Value)
{
    /// <summary>What stands for a secret.</summary>
    public const string Mask = "****";

    public string Name => Definition.Name;

    /// <summary>The value given, to be shown to anyone.</summary>
    public string Shown => Definition.NoEcho ? Mask : Given;

    /// <summary>What an SSM parameter holds, to be shown to anyone; null for other types.</summary>
    public string? ShownResolved => !Definition.Type.FromSsm ? null : Definition.NoEcho ? Mask : string.Join(",", Texts);

    /// <summary>The single texts of the value.</summary>
    public IEnumerable<string> Texts => Value is JsonArray array ? array.Strings : [((JsonString)Value).Value];
}
