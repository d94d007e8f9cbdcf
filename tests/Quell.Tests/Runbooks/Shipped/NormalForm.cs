using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Tests.Runbooks.Shipped;

/// <summary>
/// Makes two accounts comparable: each id is named after its kind and its place (<c>sg-1</c>, <c>AKIA-2</c>), the same id by the same name
/// throughout; a time is <c>TIME</c>. Lists, whose order AWS does not promise, are in the order of what they say. Nothing else changes.
/// </summary>
internal sealed partial class NormalForm
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public JsonValue Of(JsonValue value) => Name(Sort(value));

    private static JsonValue Sort(JsonValue value) => value switch
    {
        JsonObject members => JsonObject.From(Members(members).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        JsonArray items => JsonArray.From(items.Items.Select(Sort).OrderBy(item => Time().Replace(Id().Replace(item.ToString(), "ID"), "TIME"), StringComparer.Ordinal)),
        _ => value,
    };

    private JsonValue Name(JsonValue value) => value switch
    {
        JsonObject members => JsonObject.From(Members(members).Select(member => KeyValuePair.Create(Text(member.Key), Name(member.Value)))),
        JsonArray items => JsonArray.From(items.Items.Select(Name)),
        JsonString text => Text(text.Value),
        JsonNumber number when Milliseconds().IsMatch(number.ToString()) => "TIME",
        _ => value,
    };

    private string Text(string text) => Time().Replace(Id().Replace(text, Named), "TIME");

    private string Named(Match id)
    {
        if (!_names.TryGetValue(id.Value, out var name))
        {
            var kind = id.Groups["kind"] is { Success: true } written ? written.Value : id.Groups["key"] is { Success: true } key ? key.Value : "id";
            var count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            name = _names[id.Value] = string.Create(CultureInfo.InvariantCulture, $"{kind}-{count}");
        }

        return name;
    }

    private static List<KeyValuePair<string, JsonValue>> Members(JsonObject members)
    {
        var all = new List<KeyValuePair<string, JsonValue>>();
        foreach (var member in members)
        {
            all.Add(member);
        }

        return all;
    }

    /// <summary>Of EC2; of IAM; a UUID; the end of a secret's ARN.</summary>
    [GeneratedRegex(@"\b(?<kind>[a-z]+(-attach|-assoc)?)-[0-9a-f]{8,17}\b|\b(?<key>AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,17}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<=:secret:[\w/-]+-)[A-Za-z0-9]{6}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?")]
    private static partial Regex Time();

    /// <summary>Since 1970, of this century.</summary>
    [GeneratedRegex(@"^1[0-9]{12}$")]
    private static partial Regex Milliseconds();
}
