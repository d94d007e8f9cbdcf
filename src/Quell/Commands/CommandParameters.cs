using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Commands;

/// <summary>
/// What a Command document's parameters stand for in one command, and the putting in of it: <c>{{ name }}</c> (Systems Manager User
/// Guide, "Data elements and parameters").
/// </summary>
internal sealed partial class CommandParameters
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    /// <param name="definitions">The document's <c>parameters</c>.</param>
    /// <param name="given">SendCommand's: each a list of texts.</param>
    /// <exception cref="AwsException"><c>InvalidParameters</c>.</exception>
    public CommandParameters(JsonObject definitions, JsonObject given)
    {
        if (given.Names.FirstOrDefault(name => !definitions.Has(name)) is { } unknown)
        {
            throw CommandErrors.Parameters($"The document has no parameter {unknown}.");
        }

        foreach (var (name, definition) in definitions)
        {
            _values.Add(name, Checked(name, (JsonObject)definition, given[name] ?? ((JsonObject)definition)["default"]));
        }
    }

    /// <summary>A text with its references replaced; a list's items are lines of it.</summary>
    public string Text(JsonValue? value) => string.Join('\n', List(value));

    /// <summary>A list, or one text: where that is nothing but a reference to a list, the list's items.</summary>
    private IEnumerable<string> List(JsonValue? value) => value switch
    {
        null => [],
        JsonArray items => items.Items.SelectMany(List),
        _ when Reference().Match(Plain(value)) is { Success: true } match && match.Length == Plain(value).Trim().Length => Value(match),
        _ => [Reference().Replace(Plain(value), match => string.Join(' ', Value(match)))],
    };

    /// <summary>Other references (<c>{{ global:… }}</c>, <c>{{ platformType }}</c>) are none of a command's parameters, and stay.</summary>
    private IReadOnlyList<string> Value(Match match) => _values.GetValueOrDefault(match.Groups["name"].Value) ?? [match.Value];

    private static List<string> Checked(string name, JsonObject definition, JsonValue? value)
    {
        var isList = definition.String("type") == "StringList";
        List<string> texts = value switch
        {
            null => throw CommandErrors.Parameters($"The parameter {name} is required."),
            JsonArray items => [.. items.Items.Select(Plain)],
            _ => [Plain(value)],
        };
        if (!isList && texts.Count != 1)
        {
            throw CommandErrors.Parameters($"The parameter {name} takes one value.");
        }

        if (definition["allowedValues"] is JsonArray allowed && texts.Except(allowed.Items.Select(Plain)).FirstOrDefault() is { } other)
        {
            throw CommandErrors.Parameters($"The parameter {name} has a value that is not allowed: {other}");
        }

        if (definition.String("allowedPattern") is { Length: > 0 } pattern && texts.Find(text => !Fits(name, pattern, text)) is not null)
        {
            throw CommandErrors.Parameters($"The parameter {name} does not match the pattern {pattern}.");
        }

        return texts;
    }

    private static bool Fits(string name, string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw CommandErrors.Parameters($"The pattern of the parameter {name} cannot be used: {fault.Message}");
        }
    }

    private static string Plain(JsonValue value) => value is JsonString text ? text.Value : value.ToString();

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_]+)\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
