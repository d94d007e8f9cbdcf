using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Properties;

/// <summary>Checks evaluated properties and gives them the types declared. Errors stand where the template's text leads to the value.</summary>
internal sealed class PropertyValueCheck(TemplateResource resource, TemplateErrors errors)
{
    /// <param name="value">The evaluated value.</param>
    /// <param name="type">The type declared.</param>
    /// <param name="path">Where the value stands.</param>
    /// <param name="name">The property it belongs to.</param>
    /// <param name="node">The text it came of, as near as that is known.</param>
    public JsonValue Bind(JsonValue value, PropertyType type, TemplatePath path, string name, TemplateNode? node)
    {
        if (Evaluator.IsOpen(value))
        {
            return value;
        }

        switch (type)
        {
            case PropertyType.Structure structure when value is JsonObject parent:
                return BindMembers(parent, structure, path, node);
            case PropertyType.Map { Value: var each } when value is JsonObject parent:
                return JsonObject.From(parent
                    .Select(member => KeyValuePair.Create(member.Key, Bind(member.Value, each, path.Member(member.Key), member.Key, Inside(node, member.Key)))));
            case PropertyType.List { Item: var item } when value is JsonArray array:
                var nodes = node as TemplateNode.List;
                return JsonArray.From(array.Items.Select((each, index) =>
                    Bind(each, item, path.Item(index), name, nodes?.Items.ElementAtOrDefault(index) ?? node)));
            case PropertyType.Any when value is JsonObject or JsonArray or JsonString:
                return value;
            case PropertyType.Scalar { Kind: var kind } when ScalarValues.As(value, kind) is { } converted:
                return converted;
            default:
                errors.Add(TemplateErrorCode.PropertyType, PropertyTexts.WrongType(name, type), path, node ?? resource.Node);
                return value;
        }
    }

    private JsonObject BindMembers(JsonObject parent, PropertyType.Structure structure, TemplatePath path, TemplateNode? node)
    {
        foreach (var (name, _) in structure.Members.Where(member => member.Value.IsRequired && !parent.Has(member.Key)).OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            errors.Add(TemplateErrorCode.MissingProperty, PropertyTexts.Missing(name), path.Member(name), node ?? resource.Node);
        }

        return JsonObject.From(parent.Select(member => KeyValuePair.Create(member.Key, BindMember(member, structure, path, node))));
    }

    private JsonValue BindMember(KeyValuePair<string, JsonValue> member, PropertyType.Structure structure, TemplatePath path, TemplateNode? node)
    {
        var inside = Inside(node, member.Key);
        if (structure.Members.TryGetValue(member.Key, out var type))
        {
            return Bind(member.Value, type, path.Member(member.Key), member.Key, inside);
        }

        errors.Add(TemplateErrorCode.UnsupportedProperty, PropertyTexts.Unsupported(member.Key), path.Member(member.Key), inside ?? resource.Node);
        return member.Value;
    }

    /// <summary>The text of a member; where a function gives it, the function.</summary>
    private static TemplateNode? Inside(TemplateNode? node, string name) => (node as TemplateNode.Map)?[name] ?? node;
}
