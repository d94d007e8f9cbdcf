using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.Fields;

/// <summary>
/// Checks of payloads: in a JSONPath state a payload template (developer guide, "Manipulate parameters in Step Functions workflows"),
/// in a JSONata state a value whose texts may be expressions.
/// </summary>
internal static class Payloads
{
    private const string Suffix = ".$";

    public static void Any(JsonValue value, Spot spot)
    {
        if (spot.IsJsonata)
        {
            JsonataCheck.Payload(value, spot);
        }
        else
        {
            Template(value, spot);
        }
    }

    /// <summary>A payload that has to be an object.</summary>
    public static void Object(JsonValue value, Spot spot)
    {
        if (value is JsonObject)
        {
            Any(value, spot);
        }
        else
        {
            spot.Schema(Texts.Expected("OBJECT"));
        }
    }

    /// <summary>The Output of a state that has a result.</summary>
    public static void WithResult(JsonValue value, Spot spot) => Any(value, spot with { HasResult = true });

    private static void Template(JsonValue value, Spot spot)
    {
        switch (value)
        {
            case JsonObject parent:
                Members(parent, spot);
                break;
            case JsonArray array:
                for (var index = 0; index < array.Count; index++)
                {
                    Template(array[index], spot.Item(index));
                }

                break;
        }
    }

    private static void Members(JsonObject parent, Spot spot)
    {
        // The template's own compiler tells of members that are bound; only they are shown to it, at the place of the object.
        var bound = JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)parent)
            .Where(member => IsBound(member.Key) || parent.Has(member.Key + Suffix))
            .Select(member => IsBound(member.Key) ? member : KeyValuePair.Create(member.Key, JsonValue.Null)));
        if (bound.Count > 0)
        {
            var mistakes = new List<PathMistake>();
            Tell(PayloadTemplate.Compile(bound, "", mistakes), spot);
            mistakes.ForEach(mistake => spot.Schema(mistake.Message));
        }

        foreach (var (name, member) in parent)
        {
            if (!IsBound(name))
            {
                PathWarnings.NoDollar(name, member, spot);
                Template(member, member is JsonObject or JsonArray ? spot.Member(name) : spot);
            }
        }
    }

    private static void Tell(PayloadTemplate template, Spot spot)
    {
        if (template is PayloadTemplate.Object(var members))
        {
            foreach (var member in members.Select(member => member.Value).OfType<PayloadTemplate.Bound>())
            {
                Paths.TellVariable(member.Expression, spot);
            }
        }
    }

    private static bool IsBound(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);
}
