using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Templates;

namespace Quell.Engine.Sources.Mappings;

/// <summary>Reads a mapping out of its YAML or JSON text; says all that is wrong with it, each with its place.</summary>
internal sealed class MappingReader
{
    private static readonly string[] Members = ["kind", "check", "expect", "each", "lines", "event"];
    private static readonly string[] EventMembers = ["source", "detail-type", "time", "resources", "id", "detail"];

    private readonly DefinitionReader _reader = new();

    /// <returns>The mapping, or what is wrong with the text: <c>line 3, column 5: …</c>.</returns>
    public static (Mapping? Mapping, IReadOnlyList<string> Faults) Read(string text)
    {
        var reading = new MappingReader();
        var mapping = reading._reader.Parse(text) is { } root ? reading.Mapping(root) : null;
        return reading._reader.Faults.Count == 0 ? (mapping, []) : (null, reading._reader.Faults);
    }

    private Mapping? Mapping(TemplateNode.Map root)
    {
        _reader.Only(root, Members);
        var kind = _reader.Text(root, "kind", isRequired: true);
        if (_reader.Map(root, "event", isRequired: true) is not { } @event || kind is null)
        {
            return null;
        }

        _reader.Only(@event, EventMembers);
        return new Mapping
        {
            Kind = kind,
            Check = _reader.Map(root, "check") is { } check ? CheckDefinition.Read(_reader, check) : null,
            Expect = [.. (_reader.Map(root, "expect")?.Members ?? []).Select(Expectation).OfType<Expectation>()],
            Each = _reader.Text(root, "each") is { } each ? Path(root["each"] ?? root, each) : null,
            Lines = root["lines"] is TemplateNode.List lines ? [.. lines.Items.Select(Pattern).OfType<Regex>()] : [],
            Source = Required(@event, "source"),
            DetailType = Required(@event, "detail-type"),
            Detail = Required(@event, "detail"),
            Time = Optional(@event, "time"),
            Resources = Optional(@event, "resources"),
            Id = Optional(@event, "id"),
        };
    }

    private Expectation? Expectation(TemplateNode.Member member)
    {
        IEnumerable<TemplateNode> values = member.Value is TemplateNode.List list ? list.Items : [member.Value];
        var path = Path(member.Value, member.Name);
        var isAnything = member.Value is TemplateNode.Scalar { Type: ScalarType.Null };
        return path is null ? null : new(path, isAnything ? [] : [.. values.Select(value => value.Text ?? "")]);
    }

    private MappingValue Required(TemplateNode.Map map, string name)
    {
        if (map[name] is null)
        {
            _reader.Fault(map, $"'{name}' is missing");
        }

        return Optional(map, name) ?? new MappingValue.Literal(JsonValue.Null);
    }

    private MappingValue? Optional(TemplateNode.Map map, string name) => map[name] is { } node ? Value(node) : null;

    private MappingValue Value(TemplateNode node) => node switch
    {
        TemplateNode.Map map when map.Members is [{ Name: ['$', ..] }, ..] => Operator(map),
        TemplateNode.Map map => new MappingValue.Map([.. map.Members.Select(member => KeyValuePair.Create(member.Name, Value(member.Value)))]),
        TemplateNode.List list => new MappingValue.List([.. list.Items.Select(Value)]),
        TemplateNode.Scalar { Type: ScalarType.Text, Value: ['$', '.', ..] path } => PathValue(node, path),
        TemplateNode.Scalar { Type: ScalarType.Text } text when text.Value.Contains("{$.", StringComparison.Ordinal) => Template(text),
        _ => new MappingValue.Literal(node.ToJson()),
    };

    private MappingValue Operator(TemplateNode.Map map)
    {
        switch (map.Members[0].Name)
        {
            case "$first" when map.Members[0].Value is TemplateNode.List list:
                _reader.Only(map, "$first");
                return new MappingValue.First([.. list.Items.Select(Value)]);
            case "$map" when map["values"] is TemplateNode.Map values:
                _reader.Only(map, "$map", "values", "else");
                var table = values.Members.DistinctBy(member => member.Name, StringComparer.OrdinalIgnoreCase)
                    .ToFrozenDictionary(member => member.Name, member => Value(member.Value), StringComparer.OrdinalIgnoreCase);
                return new MappingValue.Lookup(Value(map.Members[0].Value), table, Optional(map, "else"));
            case "$literal":
                _reader.Only(map, "$literal");
                return new MappingValue.Literal(map.Members[0].Value.ToJson());
            default:
                _reader.Fault(map, "there is {$first: [values]}, {$map: value, values: {text: value}, else: value} and {$literal: anything}");
                return new MappingValue.Literal(JsonValue.Null);
        }
    }

    private MappingPath? Path(TemplateNode at, string text)
    {
        if (InputPath.Parse(text) is { } path && text.StartsWith("$.", StringComparison.Ordinal))
        {
            return new(text, path);
        }

        _reader.Fault(at, $"'{text}' is no path such as $.body.alerts or $.item['a key']");
        return null;
    }

    private MappingValue PathValue(TemplateNode at, string text) =>
        Path(at, text) is { } path ? new MappingValue.Path(path.At) : new MappingValue.Literal(JsonValue.Null);

    private MappingValue.Template Template(TemplateNode.Scalar scalar)
    {
        var parts = ImmutableArray.CreateBuilder<MappingValue>();
        var rest = scalar.Value;
        for (var open = rest.IndexOf("{$.", StringComparison.Ordinal); open >= 0; open = rest.IndexOf("{$.", StringComparison.Ordinal))
        {
            var close = rest.IndexOf('}', open);
            if (close < 0)
            {
                _reader.Fault(scalar, "a '{$.' has no '}' behind it");
                break;
            }

            parts.Add(new MappingValue.Literal(rest[..open]));
            parts.Add(PathValue(scalar, rest[(open + 1)..close]));
            rest = rest[(close + 1)..];
        }

        parts.Add(new MappingValue.Literal(rest));
        return new(parts.DrainToImmutable());
    }

    private Regex? Pattern(TemplateNode node)
    {
        try
        {
            // Lines come from outside: matching takes time in the length of the line and no more.
            return new Regex(node.Text ?? "", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            _reader.Fault(node, "a regular expression here has no look-around, back-references or atomic groups: it must take linear time");
            return null;
        }
        catch (ArgumentException fault)
        {
            _reader.Fault(node, $"no regular expression: {fault.Message}");
            return null;
        }
    }
}
