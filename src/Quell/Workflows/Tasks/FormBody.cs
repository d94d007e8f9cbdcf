using System.Collections.Frozen;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Workflows.Tasks;

/// <summary>
/// A JSON body as <c>application/x-www-form-urlencoded</c> (developer guide, "Call HTTPS APIs", "Applying URL-encoding on request
/// body"). Members of objects within have their name in brackets behind the object's, which is what the options have for arrays.
/// </summary>
internal static class FormBody
{
    public static readonly FrozenSet<string> Formats = FrozenSet.ToFrozenSet(["INDICES", "REPEAT", "COMMAS", "BRACKETS"]);

    /// <param name="json">The body's JSON; a body that is none, or no object, stays as it is.</param>
    /// <param name="format">How arrays are written, one of <see cref="Formats"/>.</param>
    public static ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> json, string format)
    {
        try
        {
            if (!json.IsEmpty && JsonValue.Parse(json.Span) is JsonObject body)
            {
                var pairs = new List<string>();
                foreach (var (name, value) in body)
                {
                    Add(name, value, format, pairs);
                }

                return Encoding.UTF8.GetBytes(string.Join('&', pairs));
            }
        }
        catch (JsonSyntaxException)
        {
            // A text: whoever wrote it has encoded it.
        }

        return json;
    }

    /// <summary>A value without parts as text; null is empty.</summary>
    public static string Text(JsonValue value) => value switch
    {
        JsonString text => text.Value,
        JsonNull => "",
        _ => value.ToString(),
    };

    private static void Add(string name, JsonValue value, string format, List<string> pairs)
    {
        switch (value)
        {
            case JsonObject members:
                foreach (var (member, inner) in members)
                {
                    Add($"{name}[{member}]", inner, format, pairs);
                }

                break;
            case JsonArray items when format == "COMMAS":
                pairs.Add($"{Uri.EscapeDataString(name)}={string.Join(',', items.Items.Select(item => Uri.EscapeDataString(Text(item))))}");
                break;
            case JsonArray items:
                for (var position = 0; position < items.Count; position++)
                {
                    Add(format switch { "INDICES" => $"{name}[{position}]", "BRACKETS" => $"{name}[]", _ => name }, items[position], format, pairs);
                }

                break;
            default:
                pairs.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(Text(value))}");
                break;
        }
    }
}
