using System.Collections.Immutable;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Values;

/// <summary>Takes a step's named outputs out of its result.</summary>
internal static class OutputSelection
{
    /// <returns>The outputs that there are. One whose selector matches nothing is left out: who refers to it is told.</returns>
    /// <exception cref="StepException">A value is none of the output's type.</exception>
    public static JsonObject Select(ImmutableArray<StepOutput> outputs, JsonValue result)
    {
        var selected = new List<KeyValuePair<string, JsonValue>>(outputs.Length);
        foreach (var output in outputs)
        {
            if (Find(output.Selector, result) is { } found && Convert(output, found) is { } value)
            {
                selected.Add(new(output.Name, value));
            }
        }

        return JsonObject.From(selected);
    }

    /// <summary>What a selector leads to; C# null for nothing, or for JSON null.</summary>
    /// <exception cref="StepException">It is no path, or takes too much work.</exception>
    public static JsonValue? Find(string selector, JsonValue result)
    {
        try
        {
            return Selector.Parse(selector).Find(new() { Input = result }) is { } found and not JsonNull ? found : null;
        }
        catch (Exception wrong) when (wrong is PathSyntaxException or PathException)
        {
            throw StepException.Verification($"The selector {selector} cannot be applied: {wrong.Message}");
        }
    }

    private static JsonValue? Convert(StepOutput output, JsonValue found)
    {
        var type = RunbookTypes.Find(output.Type) ?? RunbookType.String;

        // A wildcard that met nothing.
        if (found is JsonArray { Count: 0 } && !type.IsList())
        {
            return null;
        }

        return TypeConversion.Convert(found, type)
            ?? throw StepException.Verification($"The output {output.Name} at {output.Selector} is of type {output.Type}, which {Shown(found)} cannot be converted to");
    }

    private static string Shown(JsonValue value) => value.ToString() is var text && text.Length <= 200 ? text : $"{text[..200]}…";
}
