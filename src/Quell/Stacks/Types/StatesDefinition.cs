using System.Text.RegularExpressions;
using Quell.Engine.Json;

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

    [GeneratedRegex(@"\$\{([^${}]+)\}")]
    private static partial Regex Placeholder { get; }
}
