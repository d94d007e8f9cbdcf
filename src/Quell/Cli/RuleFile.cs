using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Rules;

namespace Quell.Cli;

/// <summary>
/// Rules out of a file: what <c>aws events list-rules</c> or <c>quell rules --output json</c> writes, or JSON lines, each a pattern or
/// <c>{"name", "pattern"}</c>. Disabled rules and those without a pattern are left out.
/// </summary>
internal static class RuleFile
{
    /// <exception cref="CliException">The file cannot be read, or something in it is wrong; the message says where.</exception>
    public static List<KeyValuePair<string, EventPattern>> Read(string path)
    {
        var content = InputFile.Read(path);
        return Document(content) is { } rules
            ? [.. rules.Objects.Where(IsActive).Select(rule => Rule(path, rule.String("Name") ?? rule.String("name") ?? "(no name)", rule))]
            : [.. Lines(path, content)];
    }

    /// <summary>The rules where the file is one listing of them; null where it is not.</summary>
    private static JsonArray? Document(byte[] content)
    {
        try
        {
            return JsonValue.Parse(content) is JsonObject listing ? (listing["Rules"] ?? listing["rules"]) as JsonArray : null;
        }
        catch (JsonSyntaxException)
        {
            // Not one text but one a line; or neither, which the lines will tell.
            return null;
        }
    }

    private static IEnumerable<KeyValuePair<string, EventPattern>> Lines(string path, byte[] content)
    {
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Line(path, number, line.Trim());
            }
        }
    }

    private static KeyValuePair<string, EventPattern> Line(string path, int number, string line)
    {
        JsonValue value;
        try
        {
            value = JsonValue.Parse(line);
        }
        catch (JsonSyntaxException fault)
        {
            throw new CliException($"{path}: line {number}: not JSON: {fault.Reason} A file of rules is a listing ({{\"Rules\": […]}}), or has a pattern or {{\"name\", \"pattern\"}} on each line.");
        }

        // A field of a pattern is never a text: what has a text for a name is no pattern.
        return value is JsonObject rule && rule.String("name") is { } name ? Rule($"{path}: line {number}", name, rule) : Compiled($"{path}: line {number}", $"line {number}", line);
    }

    private static bool IsActive(JsonObject rule) =>
        (rule.String("State") ?? rule.String("state")) != "DISABLED" && (rule.Has("EventPattern") || rule.Has("pattern"));

    private static KeyValuePair<string, EventPattern> Rule(string place, string name, JsonObject rule) =>
        Compiled($"{place}: rule {name}", name, (rule["EventPattern"] ?? rule["pattern"]) switch
        {
            JsonString text => text.Value,
            { } pattern => pattern.ToString(),
            null => throw new CliException($"{place}: rule {name}: 'pattern' is missing."),
        });

    private static KeyValuePair<string, EventPattern> Compiled(string place, string name, string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error)
            ? new(name, pattern)
            : throw new CliException($"{place}: {error.Message.ReplaceLineEndings(" ")}");
}
