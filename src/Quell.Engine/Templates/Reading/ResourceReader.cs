using System.Collections.Immutable;

namespace Quell.Engine.Templates.Reading;

/// <summary>Reads an entry of the Resources section (CloudFormation User Guide, "Resource attribute reference").</summary>
internal static class ResourceReader
{
    public static TemplateResource Read(SectionEntry entry, TemplateErrors errors)
    {
        var map = entry.AsMap(
            errors, "resource", "Type", "Properties", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy",
            "UpdatePolicy", "Metadata", "Description", "Version");
        if (map is null)
        {
            // Kept by its name, so that what refers to it is not reported too.
            return new(entry.Name, "", new(entry.Value.Line, entry.Value.Column, []));
        }

        var type = entry.Text(errors, "Type");
        if (map["Type"] is null)
        {
            errors.Malformed(entry.Path, map, "Every Resources object must contain a Type member.");
        }

        return new(entry.Name, type ?? "", map)
        {
            Properties = entry.Map(errors, "Properties"),
            DependsOn = DependsOn(entry, map, errors),
            Condition = entry.Text(errors, "Condition"),
            DeletionPolicy = Policy(entry, "DeletionPolicy", errors),
            UpdateReplacePolicy = Policy(entry, "UpdateReplacePolicy", errors),
            Metadata = entry.Map(errors, "Metadata"),
            CreationPolicy = entry.Map(errors, "CreationPolicy"),
            UpdatePolicy = entry.Map(errors, "UpdatePolicy"),
        };
    }

    private static ImmutableArray<string> DependsOn(SectionEntry entry, TemplateNode.Map map, TemplateErrors errors)
    {
        ImmutableArray<TemplateNode> nodes = map["DependsOn"] switch
        {
            null => [],
            TemplateNode.List list => list.Items,
            var single => [single],
        };
        foreach (var node in nodes.Where(node => node is not TemplateNode.Scalar { Type: ScalarType.Text }))
        {
            errors.Malformed(entry.Path.Member("DependsOn"), node, "Every DependsOn value must be a string.");
        }

        return [.. nodes.Select(node => node.Text).OfType<string>()];
    }

    private static DeletionPolicy Policy(SectionEntry entry, string name, TemplateErrors errors)
    {
        var text = entry.Text(errors, name);
        switch (text)
        {
            case null or "Delete":
                return DeletionPolicy.Delete;
            case "Retain":
                return DeletionPolicy.Retain;
            case "Snapshot":
                return DeletionPolicy.Snapshot;
            case "RetainExceptOnCreate" when name == "DeletionPolicy":
                return DeletionPolicy.RetainExceptOnCreate;
            default:
                errors.Add(TemplateErrorCode.Format, $"Template format error: Unrecognized {name} {text} for resource {entry.Name}", entry.Path.Member(name), (entry.Value as TemplateNode.Map)?[name]);
                return DeletionPolicy.Delete;
        }
    }
}

/// <summary>Reads an entry of the Outputs section.</summary>
internal static class OutputReader
{
    public static TemplateOutput? Read(SectionEntry entry, TemplateErrors errors)
    {
        if (entry.AsMap(errors, "output", "Value", "Description", "Export", "Condition") is not { } map)
        {
            return null;
        }

        var export = entry.Map(errors, "Export");
        if (export is not null && (export["Name"] is null || export.Members.Length != 1))
        {
            errors.Malformed(entry.Path.Member("Export"), export, "Every Export member must contain a Name, and nothing else");
        }

        if (map["Value"] is not { } value)
        {
            errors.Add(TemplateErrorCode.Format, "Template format error: Every Outputs member must contain a Value object", entry.Path, map);
            return null;
        }

        return new(entry.Name, value, map)
        {
            Description = entry.Text(errors, "Description"),
            Condition = entry.Text(errors, "Condition"),
            ExportName = export?["Name"],
        };
    }
}

/// <summary>Reads an entry of the Rules section (CloudFormation User Guide, "CloudFormation template Rules syntax").</summary>
internal static class RuleReader
{
    public static TemplateRule? Read(SectionEntry entry, TemplateErrors errors)
    {
        if (entry.AsMap(errors, "rule", "RuleCondition", "Assertions") is not { } map)
        {
            return null;
        }

        if (map["Assertions"] is not TemplateNode.List { Items.Length: > 0 } list)
        {
            errors.Malformed(entry.Path, map["Assertions"] ?? map, "Every Rules member must contain a list of Assertions");
            return null;
        }

        var assertions = ImmutableArray.CreateBuilder<RuleAssertion>();
        foreach (var (index, item) in list.Items.Index())
        {
            if ((item as TemplateNode.Map)?["Assert"] is { } assert)
            {
                assertions.Add(new(assert, ((TemplateNode.Map)item)["AssertDescription"]?.Text));
            }
            else
            {
                errors.Malformed(entry.Path.Member("Assertions").Item(index), item, "Every assertion must contain an Assert member");
            }
        }

        return new(entry.Name, map["RuleCondition"], assertions.DrainToImmutable());
    }
}
