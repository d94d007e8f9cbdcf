using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>Reads JSON values inside filters and calls, where texts may also be in single quotes.</summary>
internal static class LiteralReader
{
    /// <summary>Reads the value that begins here and leaves the cursor behind it.</summary>
    public static JsonValue Read(TextCursor cursor, int depth)
    {
        cursor.SkipSpace();
        switch (cursor.Current)
        {
            case '\'' or '"':
                return cursor.ReadQuoted();
            case '[':
                return ReadArray(cursor, depth + 1);
            case '{':
                return ReadObject(cursor, depth + 1);
            case '-' or (>= '0' and <= '9'):
                return cursor.ReadNumber();
            default:
                return ReadWord(cursor) ?? throw cursor.Unexpected("a value or a path");
        }
    }

    /// <summary>Reads <c>true</c>, <c>false</c> or <c>null</c>; C# null where none of them begins here.</summary>
    public static JsonValue? ReadWord(TextCursor cursor)
    {
        var start = cursor.Position;
        JsonValue? word = cursor.ReadWord() switch
        {
            "true" => true,
            "false" => false,
            "null" => JsonValue.Null,
            _ => null,
        };
        cursor.Position = word is null ? start : cursor.Position;
        return word;
    }

    private static JsonArray ReadArray(TextCursor cursor, int depth)
    {
        if (depth > PathReader.MaxDepth)
        {
            throw cursor.Wrong($"Values are inside each other more than {PathReader.MaxDepth} times");
        }

        cursor.Expect("[");
        var items = new List<JsonValue>();
        while (!cursor.TakeAfterSpace("]"))
        {
            if (items.Count > 0)
            {
                cursor.Expect(",");
            }

            items.Add(Read(cursor, depth));
        }

        return JsonArray.From(items);
    }

    private static JsonObject ReadObject(TextCursor cursor, int depth)
    {
        if (depth > PathReader.MaxDepth)
        {
            throw cursor.Wrong($"Values are inside each other more than {PathReader.MaxDepth} times");
        }

        cursor.Expect("{");
        var members = new List<KeyValuePair<string, JsonValue>>();
        while (!cursor.TakeAfterSpace("}"))
        {
            if (members.Count > 0)
            {
                cursor.Expect(",");
                cursor.SkipSpace();
            }

            var name = cursor.Current is '\'' or '"' ? cursor.ReadQuoted() : throw cursor.Unexpected("a name in quotes");
            cursor.Expect(":");
            members.Add(new(name, Read(cursor, depth)));
        }

        return JsonObject.From(members);
    }
}
