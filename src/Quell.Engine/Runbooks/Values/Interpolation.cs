using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Values;

/// <summary>
/// Puts values in the place of references (Systems Manager User Guide, "Using action outputs as inputs", "Automation system variables").
/// A text that is one reference and nothing else becomes the value with its type; within a longer text, texts are put in as they are and
/// everything else as its JSON. A list's element that is a reference to a list gives way to that list's elements.
/// </summary>
/// <param name="find">What a reference stands for; C# null for one that names nothing, which then is text like any other.</param>
/// <remarks>Scripts and commands have double braces of their own, so what names nothing in the document is left as it stands.</remarks>
internal sealed class Interpolation(Func<Reference, JsonValue?> find)
{
    private const string Open = "{{";
    private const string Close = "}}";

    /// <summary>Characters that a reference may have between its braces.</summary>
    private const int Longest = 1_024;

    /// <exception cref="StepException">A reference has no value (yet).</exception>
    public JsonValue Resolve(JsonValue template) => template switch
    {
        JsonString text => ResolveText(text),
        JsonArray array => ResolveList(array),
        JsonObject map => ResolveMap(map),
        _ => template,
    };

    public JsonObject ResolveMap(JsonObject map)
    {
        var members = new List<KeyValuePair<string, JsonValue>>(map.Count);
        foreach (var (name, value) in map)
        {
            members.Add(new(name.Contains(Open, StringComparison.Ordinal) ? TypeConversion.Plain(ResolveText(new(name))) : name, Resolve(value)));
        }

        return JsonObject.From(members);
    }

    /// <summary>The references in a text, in order, each with its place.</summary>
    public static IEnumerable<(Reference Reference, int Start, int End)> Find(string text)
    {
        var position = 0;
        while (text.IndexOf(Open, position, StringComparison.Ordinal) is var start and >= 0)
        {
            var reach = Math.Min(text.Length - start, Longest + Open.Length + Close.Length);
            var close = text.IndexOf(Close, start, reach, StringComparison.Ordinal);
            if (close > start && text.IndexOf('{', start + Open.Length, close - start - Open.Length) < 0 && Reference.TryParse(text[(start + Open.Length)..close], out var reference))
            {
                position = close + Close.Length;
                yield return (reference, start, position);
            }
            else
            {
                position = start + 1;
            }
        }
    }

    private JsonValue ResolveText(JsonString template)
    {
        var text = template.Value;
        if (!text.Contains(Open, StringComparison.Ordinal))
        {
            return template;
        }

        if (Alone(template) is { } alone)
        {
            return find(alone) ?? template;
        }

        var (result, position) = (new StringBuilder(), 0);
        foreach (var (reference, start, end) in Find(text))
        {
            if (find(reference) is { } value)
            {
                result.Append(text, position, start - position).Append(TypeConversion.Plain(value));
                position = end;
            }
        }

        return position == 0 ? template : new JsonString(result.Append(text, position, text.Length - position).ToString());
    }

    private JsonArray ResolveList(JsonArray list)
    {
        var items = new List<JsonValue>(list.Count);
        foreach (var item in list)
        {
            var value = Resolve(item);
            if (value is JsonArray inner && Alone(item) is not null)
            {
                items.AddRange(inner.Items);
            }
            else
            {
                items.Add(value);
            }
        }

        return JsonArray.From(items);
    }

    /// <summary>The reference that a text is, if it is nothing else.</summary>
    private static Reference? Alone(JsonValue value) =>
        value is JsonString { Value: var text } && text.StartsWith(Open, StringComparison.Ordinal) && text.EndsWith(Close, StringComparison.Ordinal)
        && text.Length >= Open.Length + Close.Length && text.Length <= Longest
        && text.IndexOf(Close, StringComparison.Ordinal) == text.Length - Close.Length && text.LastIndexOf('{') == Open.Length - 1
        && Reference.TryParse(text[Open.Length..^Close.Length], out var reference) ? reference : null;
}
