using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Quell.Engine.Templates.Reading;

/// <summary>Reads an entry of the Parameters section.</summary>
internal static partial class ParameterReader
{
    public static TemplateParameter? Read(SectionEntry entry, TemplateErrors errors)
    {
        var map = entry.AsMap(
            errors, "parameter", "Type", "Default", "Description", "AllowedValues", "AllowedPattern", "ConstraintDescription", "MinLength",
            "MaxLength", "MinValue", "MaxValue", "NoEcho");
        if (map is null)
        {
            return null;
        }

        var typeName = entry.Text(errors, "Type");
        if (map["Type"] is null)
        {
            errors.Add(TemplateErrorCode.Format, "Template format error: Every Parameters object must contain a Type member.", entry.Path, map);
        }

        var type = TypeOf(typeName ?? "String");
        if (type is null)
        {
            errors.Add(TemplateErrorCode.Format, $"Template format error: Unrecognized parameter type: {typeName}", entry.Path.Member("Type"), map["Type"]);
            type = new("String", "String", false, false);
        }

        return new(entry.Name, type, map)
        {
            Default = Default(entry, map, type, errors),
            Description = entry.Text(errors, "Description"),
            AllowedValues = AllowedValues(entry, map, errors),
            AllowedPattern = entry.Text(errors, "AllowedPattern"),
            ConstraintDescription = entry.Text(errors, "ConstraintDescription"),
            MinLength = (int?)Number(entry, "MinLength", errors),
            MaxLength = (int?)Number(entry, "MaxLength", errors),
            MinValue = Number(entry, "MinValue", errors),
            MaxValue = Number(entry, "MaxValue", errors),
            NoEcho = entry.Text(errors, "NoEcho") == "true",
        };
    }

    /// <summary>The type of that name; null where CloudFormation has none (User Guide, "Parameter types").</summary>
    private static ParameterType? TypeOf(string name)
    {
        var fromSsm = Inside(name, "AWS::SSM::Parameter::Value<");
        var plain = fromSsm ?? name;
        if (plain == "CommaDelimitedList")
        {
            return new(name, "String", IsList: true, fromSsm is not null);
        }

        var member = Inside(plain, "List<");
        var element = member ?? plain;
        var isKnown = element is "String" or "Number" or "AWS::SSM::Parameter::Name" || AwsTypePattern.IsMatch(element);
        // List<String> exists only behind the parameter store; elsewhere it is CommaDelimitedList.
        return isKnown && (member != "String" || fromSsm is not null)
            ? new(name, element, member is not null, fromSsm is not null)
            : null;
    }

    private static string? Inside(string text, string opening) =>
        text.StartsWith(opening, StringComparison.Ordinal) && text.EndsWith('>') ? text[opening.Length..^1] : null;

    private static string? Default(SectionEntry entry, TemplateNode.Map map, ParameterType type, TemplateErrors errors)
    {
        if (map["Default"] is TemplateNode.Map or TemplateNode.List)
        {
            errors.Add(TemplateErrorCode.Format, "Template format error: Every Default member must be a string.", entry.Path.Member("Default"), map["Default"]);
            return null;
        }

        var text = map["Default"]?.Text;
        if (text is not null && type is { IsNumber: true, FromSsm: false, IsList: false }
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            errors.Add(TemplateErrorCode.Format, $"Template format error: Parameter '{entry.Name}' must have a number as Default", entry.Path.Member("Default"), map["Default"]);
        }

        return text;
    }

    private static ImmutableArray<string> AllowedValues(SectionEntry entry, TemplateNode.Map map, TemplateErrors errors)
    {
        if (map["AllowedValues"] is not { } node)
        {
            return [];
        }

        if (node is TemplateNode.List list && list.Items.All(item => item is TemplateNode.Scalar))
        {
            return [.. list.Items.Select(item => item.Text ?? "")];
        }

        errors.Add(TemplateErrorCode.Format, "Template format error: Every AllowedValues member must be a list.", entry.Path.Member("AllowedValues"), node);
        return [];
    }

    private static double? Number(SectionEntry entry, string name, TemplateErrors errors)
    {
        if (entry.Text(errors, name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            && (name[3] != 'L' || value is >= 0 and <= int.MaxValue))
        {
            return value;
        }

        errors.Add(TemplateErrorCode.Format, $"Template format error: Every {name} member must be a number", entry.Path.Member(name), ((TemplateNode.Map)entry.Value)[name]);
        return null;
    }

    [GeneratedRegex(@"\AAWS::[A-Za-z0-9]+(::[A-Za-z0-9]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex AwsTypePattern { get; }
}
