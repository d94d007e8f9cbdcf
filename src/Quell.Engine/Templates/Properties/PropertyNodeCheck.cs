using Quell.Engine.Templates.Functions;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Properties;

/// <summary>Checks properties as they are written in a template. A function may give anything, except Fn::If, whose values are looked at.</summary>
internal sealed class PropertyNodeCheck(TemplateErrors errors)
{
    public void Check(TemplateNode node, PropertyType type, TemplatePath path, string name)
    {
        if (TemplateFunctions.CallOf(node, FunctionPlaces.Resources, path) is { } call)
        {
            if (call.Function is IfFunction)
            {
                foreach (var (value, at) in call.Function.Arguments(call))
                {
                    Check(value, type, at, name);
                }
            }

            return;
        }

        switch (type)
        {
            case PropertyType.Structure structure when node is TemplateNode.Map map:
                CheckMembers(map, structure, path);
                break;
            case PropertyType.Map { Value: var value } when node is TemplateNode.Map map:
                foreach (var member in map.Members)
                {
                    Check(member.Value, value, path.Member(member.Name), member.Name);
                }

                break;
            case PropertyType.List { Item: var item } when node is TemplateNode.List list:
                foreach (var (index, each) in list.Items.Index())
                {
                    Check(each, item, path.Item(index), name);
                }

                break;
            case PropertyType.Any:
            case PropertyType.Scalar scalar when node is TemplateNode.Scalar && ScalarValues.Fits(node.ToJson(), scalar.Kind):
                break;
            default:
                errors.Add(TemplateErrorCode.PropertyType, PropertyTexts.WrongType(name, type), path, node);
                break;
        }
    }

    private void CheckMembers(TemplateNode.Map map, PropertyType.Structure structure, TemplatePath path)
    {
        foreach (var member in map.Members)
        {
            var at = path.Member(member.Name);
            if (structure.Members.TryGetValue(member.Name, out var type))
            {
                Check(member.Value, type, at, member.Name);
            }
            else
            {
                errors.Add(new(TemplateErrorCode.UnsupportedProperty, PropertyTexts.Unsupported(member.Name), at.ToString(), member.Line, member.Column));
            }
        }

        foreach (var (name, _) in structure.Members.Where(member => member.Value.IsRequired && map.Find(member.Key) is null).OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            errors.Add(TemplateErrorCode.MissingProperty, PropertyTexts.Missing(name), path.Member(name), map);
        }
    }
}
