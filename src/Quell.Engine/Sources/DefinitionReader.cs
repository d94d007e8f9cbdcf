using System.Globalization;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Sources;

/// <summary>Reads files in which people declare something, YAML or JSON, and gathers what is wrong with them, each with line and column.</summary>
internal sealed class DefinitionReader
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The text's one map; null where it is none.</summary>
    public TemplateNode.Map? Parse(string text)
    {
        var (root, errors) = YamlText.Read(text);
        _faults.AddRange(errors.Select(error => error.ToString()));
        if (root is TemplateNode.Map map)
        {
            return map;
        }

        if (root is not null)
        {
            Fault(root, "a map is wanted");
        }

        return null;
    }

    public void Fault(TemplateNode at, string what) =>
        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"line {at.Line}, column {at.Column}: {what}"));

    /// <summary>Refuses members of other names.</summary>
    public void Only(TemplateNode.Map map, params ReadOnlySpan<string> names)
    {
        foreach (var member in map.Members)
        {
            if (!names.Contains(member.Name))
            {
                Fault(member.Value, $"'{member.Name}' is not known here; there is {string.Join(", ", names)}");
            }
        }
    }

    /// <summary>The text under the name; null where there is none.</summary>
    public string? Text(TemplateNode.Map map, string name, bool isRequired = false)
    {
        if (map[name] is TemplateNode.Scalar { Value.Length: > 0, Type: not ScalarType.Null } scalar)
        {
            return scalar.Value;
        }

        if (isRequired || map[name] is not null)
        {
            Fault(map[name] ?? map, $"'{name}' wants a text");
        }

        return null;
    }

    /// <summary>The whole number under the name, within bounds; null where there is none.</summary>
    public long? Number(TemplateNode.Map map, string name, long from, long to)
    {
        if (map[name] is not { } node)
        {
            return null;
        }

        if (long.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
        {
            return number;
        }

        Fault(node, string.Create(CultureInfo.InvariantCulture, $"'{name}' wants a whole number from {from} to {to}"));
        return null;
    }

    /// <summary>The map under the name; null where there is none.</summary>
    public TemplateNode.Map? Map(TemplateNode.Map map, string name, bool isRequired = false)
    {
        if (map[name] is TemplateNode.Map found)
        {
            return found;
        }

        if (isRequired || map[name] is not null)
        {
            Fault(map[name] ?? map, $"'{name}' wants a map");
        }

        return null;
    }
}
