using Quell.Engine.Json;

namespace Quell.Engine.Tests.Workflows.Items;

/// <summary>Makes fields, values and files for the properties of readers.</summary>
internal sealed class SomeFiles(Random random)
{
    private const string Signs = "ab \"\\,;|\t\r\nü€😀0{}[]:'";

    public string Text(int longest)
    {
        var runes = Signs.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, random.Next(longest + 1)).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }

    public JsonValue Value(int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => JsonValue.Null,
        1 => random.Next(2) == 0,
        2 => random.Next(-1000, 1000) / 8d,
        3 => new JsonString(Text(20)),
        4 => new JsonString(new string('x', random.Next(300))),
        5 => JsonArray.From(Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1))),
        _ => JsonObject.From(Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(Text(5), Value(depth - 1)))),
    };

    /// <summary>A record as a careful writer writes it: quoted where it must be, and at times where it need not be.</summary>
    public string Csv(IEnumerable<string> fields, char delimiter) => string.Join(delimiter, fields.Select(field => Field(field, delimiter)));

    public string EndOfLine() => random.Next(3) switch { 0 => "\r\n", 1 => "\r", _ => "\n" };

    /// <summary>A few bytes changed, left out, put in or cut off.</summary>
    public byte[] Broken(byte[] bytes)
    {
        var broken = bytes.ToList();
        for (var times = random.Next(4); times > 0 && broken.Count > 0; times--)
        {
            var place = random.Next(broken.Count);
            switch (random.Next(4))
            {
                case 0:
                    broken[place] = (byte)random.Next(256);
                    break;
                case 1:
                    broken.RemoveAt(place);
                    break;
                case 2:
                    broken.Insert(place, (byte)Signs[random.Next(10)]);
                    break;
                default:
                    broken.RemoveRange(place, broken.Count - place);
                    break;
            }
        }

        return [.. broken];
    }

    private string Field(string text, char delimiter)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal);
        return text.AsSpan().IndexOfAny(['"', '\r', '\n', delimiter]) >= 0 || random.Next(4) == 0
            ? $"\"{escaped.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : escaped;
    }

    /// <summary>A stream that hands out its bytes a few at a time.</summary>
    internal sealed class Trickle(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 8)));
    }
}
