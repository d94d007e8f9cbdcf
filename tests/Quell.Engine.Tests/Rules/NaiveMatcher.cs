using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Quell.Engine.Tests.Rules;

/// <summary>
/// What a pattern means, written straight from the documentation (EventBridge user guide, "Comparison operators"; event-ruler's
/// README, "JSON Array Matching") without a thought for speed: the yardstick of <see cref="MatchingProperties"/>.
/// </summary>
internal static class NaiveMatcher
{
    public static bool Matches(JsonElement pattern, JsonElement @event)
    {
        var leaves = new List<Leaf>();
        var arrays = 0;
        Flatten(@event, "", [], leaves, ref arrays);
        return Branches(pattern, "", [[]]).Any(branch => Choose([.. branch.OrderBy(field => field.Key, StringComparer.Ordinal)], 0, leaves, []));
    }

    // Every way to satisfy the pattern, each a set of fields with their values; $or multiplies them.
    private static List<Dictionary<string, JsonElement>> Branches(JsonElement pattern, string path, List<Dictionary<string, JsonElement>> so)
    {
        foreach (var member in pattern.EnumerateObject())
        {
            var name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            so = member.Name == "$or"
                ? [.. member.Value.EnumerateArray().SelectMany(way => Branches(way, path, [.. so.Select(branch => new Dictionary<string, JsonElement>(branch))]))]
                : member.Value.ValueKind == JsonValueKind.Object
                    ? Branches(member.Value, name, so)
                    : [.. so.Select(branch => new Dictionary<string, JsonElement>(branch) { [name] = member.Value })];
        }

        return so;
    }

    private static bool Choose(KeyValuePair<string, JsonElement>[] fields, int at, List<Leaf> leaves, Dictionary<int, int> places)
    {
        if (at == fields.Length)
        {
            return true;
        }

        var (path, tests) = fields[at];
        var reachable = leaves.Where(leaf => leaf.Path == path && Agree(leaf.Places, places)).ToList();
        if (reachable.Count == 0 && tests.EnumerateArray().Any(IsAbsence) && Choose(fields, at + 1, leaves, places))
        {
            return true;
        }

        return reachable
            .Where(leaf => tests.EnumerateArray().Any(test => Passes(leaf.Value, test)))
            .Any(leaf => Choose(fields, at + 1, leaves, places.Concat(leaf.Places).DistinctBy(place => place.Key).ToDictionary()));
    }

    private static bool Agree(Dictionary<int, int> one, Dictionary<int, int> other) =>
        one.All(place => !other.TryGetValue(place.Key, out var index) || index == place.Value);

    private static bool IsAbsence(JsonElement test) =>
        test.ValueKind == JsonValueKind.Object && test.TryGetProperty("exists", out var exists) && exists.ValueKind == JsonValueKind.False;

    private static bool Passes(JsonElement value, JsonElement test)
    {
        if (test.ValueKind != JsonValueKind.Object)
        {
            return IsSame(value, test);
        }

        var (kind, wanted) = (test.EnumerateObject().First().Name, test.EnumerateObject().First().Value);
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return kind switch
        {
            "exists" => wanted.GetBoolean(),
            "anything-but" => !Refused(wanted).Any(refused => Passes(value, refused)),
            "numeric" => value.ValueKind == JsonValueKind.Number && InRange(value.GetDecimal(), [.. wanted.EnumerateArray()]),
            "prefix" when wanted.ValueKind == JsonValueKind.Object => text is not null && text.StartsWith(InAnyCase(wanted), StringComparison.OrdinalIgnoreCase),
            "suffix" when wanted.ValueKind == JsonValueKind.Object => text is not null && text.EndsWith(InAnyCase(wanted), StringComparison.OrdinalIgnoreCase),
            "prefix" => text is not null && text.StartsWith(wanted.GetString()!, StringComparison.Ordinal),
            "suffix" => text is not null && text.EndsWith(wanted.GetString()!, StringComparison.Ordinal),
            "cidr" => text?.Any(letter => letter is '.' or ':') == true && IPAddress.TryParse(text, out var address)
                && IPNetwork.Parse(wanted.GetString()!).Contains(address),
            "equals-ignore-case" => string.Equals(text, wanted.GetString(), StringComparison.OrdinalIgnoreCase),
            "wildcard" => text is not null && Regex.IsMatch(
                text, $@"\A{string.Join(".*", wanted.GetString()!.Split('*').Select(Regex.Escape))}\z", RegexOptions.Singleline),
            _ => throw new InvalidOperationException(kind),
        };
    }

    private static string InAnyCase(JsonElement wanted) => wanted.GetProperty("equals-ignore-case").GetString()!;

    private static IEnumerable<JsonElement> Refused(JsonElement wanted) => wanted.ValueKind switch
    {
        JsonValueKind.Array => wanted.EnumerateArray(),
        JsonValueKind.Object when wanted.EnumerateObject().First() is { Value.ValueKind: JsonValueKind.Array } member =>
            member.Value.EnumerateArray().Select(text => JsonElement.Parse($"{{\"{member.Name}\":{text.GetRawText()}}}")),
        _ => [wanted],
    };

    private static bool InRange(decimal number, JsonElement[] range) => range.Chunk(2).All(bound => bound[0].GetString() switch
    {
        "=" => number == bound[1].GetDecimal(),
        "<" => number < bound[1].GetDecimal(),
        "<=" => number <= bound[1].GetDecimal(),
        ">" => number > bound[1].GetDecimal(),
        _ => number >= bound[1].GetDecimal(),
    });

    private static bool IsSame(JsonElement value, JsonElement wanted) => value.ValueKind == wanted.ValueKind && value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() == wanted.GetString(),
        JsonValueKind.Number => value.GetDecimal() == wanted.GetDecimal(),
        _ => true,
    };

    private static void Flatten(JsonElement value, string path, Dictionary<int, int> places, List<Leaf> leaves, ref int arrays)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Flatten(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", places, leaves, ref arrays);
                }

                break;
            case JsonValueKind.Array:
                var array = arrays++;
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    var isDeep = item.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
                    Flatten(item, path, isDeep ? new(places) { [array] = index } : places, leaves, ref arrays);
                    index++;
                }

                break;
            default:
                leaves.Add(new Leaf(path, value, places));
                break;
        }
    }

    private sealed record Leaf(string Path, JsonElement Value, Dictionary<int, int> Places);
}
