using System.Text.Json;

namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>
/// The items of a JSON file: those of an array, or the members of an object (developer guide, "ItemReader (Map)", JSON file), which
/// may stand deeper in the text where an <c>ItemsPointer</c> says so.
/// </summary>
internal static class JsonItems
{
    /// <summary>AWS's own text.</summary>
    private const string NotIterable = "Attempting to map over non-iterable node.";

    /// <summary>AWS's own text.</summary>
    private const string NoSuchPlace = "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.";

    public static IEnumerable<SourceItem> Read(Stream stream, JsonPointer pointer)
    {
        var tokens = new JsonTokens(stream);
        switch (Find(tokens, pointer))
        {
            case JsonTokenType.StartArray:
                while (tokens.Value() is { } value)
                {
                    yield return new(value);
                }

                break;
            case JsonTokenType.StartObject:
                while (tokens.Name() is { } name)
                {
                    yield return SourceItem.Member(name, tokens.Value() ?? throw new ItemReaderException(NotIterable));
                }

                break;
            default:
                throw new ItemReaderException(NotIterable);
        }

        if (pointer.Tokens.IsEmpty)
        {
            // Text behind the value is found here.
            tokens.Next();
        }
    }

    /// <summary>The first token of the value at the place.</summary>
    private static JsonTokenType Find(JsonTokens tokens, JsonPointer pointer)
    {
        var token = tokens.Next();
        foreach (var step in pointer.Tokens)
        {
            var found = token switch
            {
                JsonTokenType.StartObject => FindMember(tokens, step),
                JsonTokenType.StartArray => FindItem(tokens, JsonPointer.IndexOf(step)),
                _ => JsonTokenType.None,
            };
            token = found is JsonTokenType.None or JsonTokenType.EndArray ? throw new ItemReaderException(NoSuchPlace) : found;
        }

        return token;
    }

    private static JsonTokenType FindMember(JsonTokens tokens, string name)
    {
        while (tokens.Name() is { } here)
        {
            if (here == name)
            {
                return tokens.Next();
            }

            tokens.Skip();
        }

        return JsonTokenType.None;
    }

    private static JsonTokenType FindItem(JsonTokens tokens, int index)
    {
        for (var at = 0; at < index; at++)
        {
            if (!tokens.Skip())
            {
                return JsonTokenType.None;
            }
        }

        return index < 0 ? JsonTokenType.None : tokens.Next();
    }
}
