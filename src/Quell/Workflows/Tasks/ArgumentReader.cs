using System.Text;
using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Workflows.Tasks;

/// <summary>
/// Makes a call's input of a state's arguments: members by their names in workflows, times and blobs in the neutral form. Where a text
/// is called for, any other JSON stands for its own text, as Step Functions does with inputs, messages and bodies. Null is as absent.
/// </summary>
/// <param name="words">How it says what is wrong.</param>
internal sealed class ArgumentReader(MemberNames names, ArgumentWords words)
{
    private readonly List<string> _mistakes = [];

    /// <summary>What is wrong with the arguments.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>The input; members that are wrong are left out of it.</summary>
    public JsonObject Read(Shape.Structure shape, JsonObject arguments)
    {
        foreach (var member in shape.Members)
        {
            if (member.IsRequired && !member.IsIdempotencyToken && !arguments.Has(names.Of(member)))
            {
                _mistakes.Add(words.Missing(names.Of(member)));
            }
        }

        return Members(shape, arguments);
    }

    private JsonObject Members(Shape.Structure shape, JsonObject arguments)
    {
        var members = new List<KeyValuePair<string, JsonValue>>(arguments.Count);
        foreach (var (name, value) in arguments)
        {
            if (names.Find(shape, name) is not { } member)
            {
                _mistakes.Add(words.Unknown(name, shape.Members.Select(names.Of)));
            }
            else if (value is not JsonNull && Value(member.Shape, value, name) is { } read)
            {
                members.Add(new(member.Name, read));
            }
        }

        return JsonObject.From(members);
    }

    /// <returns>C# null where the value is none of the shape; that is noted.</returns>
    private JsonValue? Value(Shape shape, JsonValue value, string name)
    {
        var read = (shape, value) switch
        {
            (Shape.Structure { IsDocument: true }, _) => value,
            (Shape.Structure structure, JsonObject parts) => Members(structure, parts),
            (Shape.List list, JsonArray items) => Items(list, items, name),
            (Shape.Map map, JsonObject entries) => Entries(map, entries, name),
            (Shape.Text, JsonString) => value,
            (Shape.Text, _) => value.ToString(),
            (Shape.Blob, _) => Convert.ToBase64String(value.ToUtf8()),
            (Shape.Boolean, JsonBoolean) => value,
            (Shape.Boolean, JsonString { Value: "true" or "false" } text) => text.Value == "true",
            (Shape.Number number, JsonNumber given) => !number.IsWhole || given.TryAsLong(out _) ? given : null,
            (Shape.Number number, JsonString text) => Number(number, text.Value),
            (Shape.Timestamp, JsonString text) => Time(text.Value),
            (Shape.Timestamp, JsonNumber seconds) => Time(seconds.Text),
            _ => null,
        };
        if (read is null)
        {
            _mistakes.Add(words.Invalid(name, shape, value));
        }

        return read;
    }

    private JsonArray Items(Shape.List list, JsonArray items, string name)
    {
        var read = new List<JsonValue>(items.Count);
        foreach (var item in items)
        {
            if (item is not JsonNull && Value(list.Item.Shape, item, name) is { } value)
            {
                read.Add(value);
            }
        }

        return JsonArray.From(read);
    }

    private JsonObject Entries(Shape.Map map, JsonObject entries, string name)
    {
        var read = new List<KeyValuePair<string, JsonValue>>(entries.Count);
        foreach (var (key, entry) in entries)
        {
            if (entry is not JsonNull && Value(map.Value.Shape, entry, name) is { } value)
            {
                read.Add(new(key, value));
            }
        }

        return JsonObject.From(read);
    }

    private static JsonNumber? Number(Shape.Number shape, string text)
    {
        try
        {
            return JsonValue.Parse(Encoding.UTF8.GetBytes(text)) is JsonNumber number && (!shape.IsWhole || number.TryAsLong(out _)) ? number : null;
        }
        catch (JsonSyntaxException)
        {
            // No number: the caller says so.
            return null;
        }
    }

    private static JsonValue? Time(string text) => Timestamps.TryRead(text, out var time) ? Timestamps.ToNeutral(time) : null;
}
