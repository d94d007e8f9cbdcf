using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Templates.Reading;

namespace Quell.Stacks.Types;

/// <summary>
/// A state machine's definition as a template gives it: an object or a text, in which <c>${name}</c> stands for what
/// <c>DefinitionSubstitutions</c> say (Template Reference, "AWS::StepFunctions::StateMachine").
/// </summary>
internal static partial class StatesDefinition
{
    /// <summary>The text that the API gets.</summary>
    /// <param name="definition">An object, or a text.</param>
    /// <param name="substitutions">By name; null for none. A name that is not among them stays as it is written.</param>
    public static string Text(JsonValue definition, JsonObject? substitutions)
    {
        var text = ResourceWork.TextOf(definition) ?? "";
        return substitutions is null ? text : Placeholder.Replace(text, match =>
            ResourceWork.TextOf(substitutions[match.Groups[1].Value]) ?? match.Value);
    }

    /// <summary>A file's content as a definition: JSON stays the text that it is, YAML becomes JSON.</summary>
    /// <exception cref="AwsException">It is neither.</exception>
    public static JsonValue FromFile(string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..])
        {
            return text;
        }

        var (root, errors) = YamlText.Read(text, TextDialect.CloudFormation);
        return root?.ToJson() ?? throw new AwsException("ValidationError", $"The definition's file is neither JSON nor YAML: {string.Join(", ", errors.Select(error => error.Message))}");
    }

    [GeneratedRegex(@"\$\{([^${}]+)\}")]
    private static partial Regex Placeholder { get; }
}
