namespace Quell.Engine.Tests.Rules;

/// <summary>Random events and patterns from a vocabulary so small that they often meet.</summary>
internal sealed class SomeJson(Random random)
{
    private static readonly string[] Names = ["a", "b", "c", "d", "a.b", "\\u0061"];
    private static readonly string[] Texts = ["", "x", "xy", "yx", "X", "xYx", "1", "10.0.0.1", "10.0.1.1", "::1", "ü", "\\u0078", "x\\\\y", "é😀"];
    private static readonly string[] Numbers = ["1", "1.0", "10e-1", "2", "-3", "300", "3.0e2", "0", "0.5"];
    private static readonly string[] Words = ["true", "false", "null"];
    private static readonly string[] Wildcards = ["*", "x*", "*x", "x*x", "*y*", "xy", "*x*y*"];

    public Random Random => random;

    public string Event() => Object(4);

    public string Pattern() => PatternObject(3, inOr: false);

    /// <summary>The text with a few characters changed.</summary>
    public string Broken(string text)
    {
        const string Other = "{}[]\",:\\*tfn19.eE- \n\u0001ux";
        for (var changes = random.Next(1, 4); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, Other[random.Next(Other.Length)].ToString()),
                _ => text[..at] + Other[random.Next(Other.Length)] + text[(at + 1)..],
            };
        }

        return text;
    }

    private string Object(int depth) => $"{{{string.Join(',', Many(0, 4, () => $"\"{Pick(Names)}\":{Value(depth - 1)}"))}}}";

    private string Value(int depth) => (depth <= 0 ? random.Next(3) : random.Next(6)) switch
    {
        0 => $"\"{Pick(Texts)}\"",
        1 => Pick(Numbers),
        2 => Pick(Words),
        3 or 4 => $"[{string.Join(", ", Many(0, 4, () => Value(depth - 1)))}]",
        _ => Object(depth),
    };

    private string PatternObject(int depth, bool inOr)
    {
        var members = Many(1, 3, () => depth > 1 && random.Next(3) == 0
            ? $"\"{Pick(Names)}\":{PatternObject(depth - 1, inOr)}"
            : $"\"{Pick(Names)}\":[{string.Join(',', Many(1, 3, Test))}]").ToList();
        if (depth > 1 && random.Next(4) == 0)
        {
            members.Insert(random.Next(members.Count + 1), $"\"$or\":[{string.Join(',', Many(2, 3, () => PatternObject(depth - 1, inOr: true)))}]");
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private string Test() => random.Next(17) switch
    {
        0 or 1 => $"\"{Pick(Texts)}\"",
        2 or 3 => Pick(Numbers),
        4 => Pick(Words),
        5 => "{\"exists\":false}",
        6 => "{\"exists\":true}",
        7 => $"{{\"prefix\":\"{Pick(Texts)}\"}}",
        8 => $"{{\"suffix\":\"{Pick(Texts)}\"}}",
        9 => $"{{\"equals-ignore-case\":\"{Pick(Texts)}\"}}",
        10 => $"{{\"wildcard\":\"{Pick(Wildcards)}\"}}",
        11 => $"{{\"numeric\":[\"{Pick([">", ">="])}\",{Pick(["-3", "0", "1"])},\"{Pick(["<", "<="])}\",{Pick(["2", "3e2"])}]}}",
        12 => $"{{\"numeric\":[\"{Pick(["=", "<", ">", "<=", ">="])}\",{Pick(Numbers)}]}}",
        13 => $"{{\"cidr\":\"{Pick(["10.0.0.0/24", "10.0.0.0/8", "::/64"])}\"}}",
        14 => $"{{\"prefix\":{{\"equals-ignore-case\":\"{Pick(Texts[..9])}\"}}}}",
        15 => $"{{\"suffix\":{{\"equals-ignore-case\":\"{Pick(Texts[..9])}\"}}}}",
        _ => $"{{\"anything-but\":{AnythingBut()}}}",
    };

    private string AnythingBut() => random.Next(5) switch
    {
        0 => Pick(Numbers),
        1 => $"[\"{Pick(Texts)}\",\"{Pick(Texts)}\"]",
        2 => $"[{Pick(Numbers)},{Pick(Numbers)}]",
        3 => $"{{\"{Pick(["prefix", "suffix"])}\":[\"x\",\"{Pick(["y", "xy", "ü"])}\"]}}",
        _ => $"{{\"{Pick(["equals-ignore-case", "wildcard"])}\":\"{Pick(["x", "xy"])}\"}}",
    };

    private string Pick(string[] from) => from[random.Next(from.Length)];

    private IEnumerable<string> Many(int least, int most, Func<string> make) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => make())];
}
