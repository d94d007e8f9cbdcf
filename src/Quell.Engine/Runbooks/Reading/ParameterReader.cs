using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Reading;

/// <summary>Reads the sections <c>parameters</c> and <c>variables</c>.</summary>
internal static class ParameterReader
{
    private static readonly ImmutableArray<string> Members =
    [
        "type", "description", "default", "allowedValues", "allowedPattern", "displayType", "minItems", "maxItems", "minChars", "maxChars",
        "interpolationType",
    ];

    private static readonly ImmutableArray<string> VariableMembers =
        ["type", "description", "default", "allowedValues", "allowedPattern", "minItems", "maxItems", "minChars", "maxChars"];

    public static ImmutableArray<RunbookParameter> Parameters(NodeReader root) =>
        [.. Entries(root, "parameters", "parameter").Select(entry => ReadParameter(entry.Member, entry.Reader))];

    public static ImmutableArray<RunbookVariable> Variables(NodeReader root) =>
        [.. Entries(root, "variables", "variable").Select(entry => ReadVariable(entry.Member, entry.Reader))];

    private static IEnumerable<(TemplateNode.Member Member, NodeReader Reader)> Entries(NodeReader root, string section, string kind)
    {
        var reader = root.Object(section, section);
        foreach (var member in reader?.Map.Members ?? [])
        {
            if (reader?.Object(member.Name, $"{kind} '{member.Name}'") is { } entry)
            {
                yield return (member, entry);
            }
            else if (reader?[member.Name] is null)
            {
                root.Mistakes.Add(
                    MistakeCode.WrongType, $"{kind} '{member.Name}' is empty; a map with 'type' is wanted", TemplatePath.Of(section, member.Name),
                    member.Line, member.Column);
            }
        }
    }

    private static RunbookParameter ReadParameter(TemplateNode.Member member, NodeReader entry)
    {
        entry.Knowing(Members);
        Choice(entry, "displayType", "textfield", "textarea");
        Choice(entry, "interpolationType", "ENV_VAR");
        return new()
        {
            Name = member.Name,
            Type = entry.Required("type"),
            Description = entry.Text("description"),
            Default = entry["default"]?.ToJson(),
            AllowedValues = AllowedValues(entry),
            AllowedPattern = entry.Text("allowedPattern"),
            MinItems = entry.Count("minItems"),
            MaxItems = entry.Count("maxItems"),
            MinChars = entry.Count("minChars"),
            MaxChars = entry.Count("maxChars"),
            Line = member.Line,
            Column = member.Column,
        };
    }

    private static RunbookVariable ReadVariable(TemplateNode.Member member, NodeReader entry)
    {
        entry.Knowing(VariableMembers);
        return new(member.Name, entry.Required("type"), entry["default"]?.ToJson(), member.Line, member.Column);
    }

    private static ImmutableArray<JsonValue> AllowedValues(NodeReader entry) =>
        entry.List("allowedValues") is { } list ? [.. list.Items.Select(item => item.ToJson())] : [];

    private static void Choice(NodeReader entry, string name, params ReadOnlySpan<string> choices)
    {
        if (entry.Text(name) is { } text && !choices.Contains(text) && entry[name] is { } node)
        {
            entry.Mistakes.Add(
                MistakeCode.WrongValue, $"'{name}' is '{text}'; {string.Join(" or ", choices.ToArray())} is wanted", entry.Path.Member(name), node);
        }
    }
}
