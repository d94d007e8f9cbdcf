using System.Collections.Immutable;
using Quell.Engine.Templates.Serverless;

namespace Quell.Engine.Templates.Reading;

/// <summary>Turns a template's tree into the model, section by section, and checks it.</summary>
internal sealed class TemplateReader
{
    private static readonly string[] Sections =
    [
        "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions", "Rules", "Transform", "Resources",
        "Outputs", "Hooks",
    ];

    /// <summary>Conditions and rules a template may have; AWS names no limit but the template's size.</summary>
    private const int MaxLogic = 1000;

    private static readonly string[] Transforms = ["AWS::LanguageExtensions", ServerlessTransform.Name];

    private readonly TemplateErrors _errors = new();
    private readonly TemplateNode.Map _written;

    /// <summary>What is read: the template as it is written, or what its transforms have made of it.</summary>
    private TemplateNode.Map _root;

    private TemplateReader(TemplateNode.Map root) => _written = _root = root;

    public static TemplateParse Read(ReadOnlyMemory<byte> utf8, TransformInput input)
    {
        var (root, errors) = TemplateText.Read(utf8);
        if (root is null)
        {
            return new(null, errors);
        }

        if (root is not TemplateNode.Map map)
        {
            return new(null, [new(TemplateErrorCode.Format, "Template format error: unsupported structure.", TemplatePath.Root, root)]);
        }

        var reader = new TemplateReader(map);
        reader._errors.AddRange(errors);
        var template = reader.ReadTemplate(input);
        return reader._errors.Count == 0 ? new(template, []) : new(null, [.. reader._errors.InOrder]);
    }

    private Template? ReadTemplate(TransformInput input)
    {
        RefuseNulls(_written, TemplatePath.Root);
        var transforms = ReadTransforms();
        if (transforms.Contains(ServerlessTransform.Name))
        {
            _root = ServerlessTransform.Expand(_written, input, _errors);
            if (_errors.Count > 0)
            {
                // What is made of a template with mistakes has mistakes that its author did not make.
                return null;
            }
        }

        ReadHead();
        var sections = new SectionReader(_root, _errors);
        var template = new Template
        {
            Description = ReadDescription(),
            Metadata = sections.Map("Metadata"),
            Transforms = transforms,
            DeclaredTypes = [.. DeclaredTypes().Distinct()],
            Processed = ReferenceEquals(_root, _written) ? null : _root,
            Parameters = sections.Entries("Parameters", 200, ParameterReader.Read),
            Mappings = sections.Entries("Mappings", 200, ReadMapping),
            Conditions = sections.Entries("Conditions", MaxLogic, (entry, _) => entry.Value),
            Rules = sections.Entries("Rules", MaxLogic, RuleReader.Read),
            Resources = sections.Entries("Resources", 500, ResourceReader.Read),
            Outputs = sections.Entries("Outputs", 200, OutputReader.Read),
        };

        if (_root["Resources"] is null or TemplateNode.Map { Members.Length: 0 })
        {
            _errors.Add(TemplateErrorCode.Format, "Template format error: At least one Resources member must be defined.", TemplatePath.Of("Resources"), _root["Resources"] ?? _root);
        }

        new TemplateChecks(template, _errors).CheckAll();
        return template;
    }

    private void ReadHead()
    {
        foreach (var member in _root.Members.Where(member => !Sections.Contains(member.Name)))
        {
            _errors.Add(new(TemplateErrorCode.Format, $"Invalid template property or properties [{member.Name}]", member.Name, member.Line, member.Column));
        }

        if (_root["AWSTemplateFormatVersion"] is { } version && version.Text != "2010-09-09")
        {
            _errors.Add(TemplateErrorCode.Format, "Template format error: unsupported value for AWSTemplateFormatVersion.", TemplatePath.Of("AWSTemplateFormatVersion"), version);
        }

        if (_root["Hooks"] is { } hooks)
        {
            _errors.Add(TemplateErrorCode.Unsupported, "Quell does not run the Hooks section of a template.", TemplatePath.Of("Hooks"), hooks);
        }
    }

    private string? ReadDescription()
    {
        var node = _root["Description"];
        var path = TemplatePath.Of("Description");
        if (node is TemplateNode.Scalar { Value: var text })
        {
            if (System.Text.Encoding.UTF8.GetByteCount(text) > 1024)
            {
                _errors.Add(TemplateErrorCode.Limit, "Template format error: 'Description' length is greater than 1024.", path, node);
            }

            return text;
        }

        if (node is not null)
        {
            _errors.Malformed(path, node, "Every Description member must be a string.");
        }

        return null;
    }

    private ImmutableArray<string> ReadTransforms()
    {
        ImmutableArray<TemplateNode> nodes = _written["Transform"] switch
        {
            null => [],
            TemplateNode.List list => list.Items,
            var single => [single],
        };
        foreach (var node in nodes.Where(node => !Transforms.Contains(node.Text)))
        {
            var name = node.Text ?? (node as TemplateNode.Map)?["Name"]?.Text ?? node.Kind;
            _errors.Add(TemplateErrorCode.Unsupported, $"Quell does not run the transform {name}: write the template that it expands to.", TemplatePath.Of("Transform"), node);
        }

        return [.. nodes.Select(node => node.Text).OfType<string>()];
    }

    private IEnumerable<string> DeclaredTypes() =>
        from member in (_written["Resources"] as TemplateNode.Map)?.Members ?? []
        let type = (member.Value as TemplateNode.Map)?["Type"]?.Text
        where type is not null
        select type;

    private static TemplateNode.Map ReadMapping(SectionEntry entry, TemplateErrors errors)
    {
        if (entry.Value is not TemplateNode.Map map)
        {
            errors.Malformed(entry.Path, entry.Value, "Every Mappings member must be a map");
            return new(entry.Value.Line, entry.Value.Column, []);
        }

        foreach (var key in map.Members)
        {
            if (key.Value is not TemplateNode.Map attributes)
            {
                errors.Malformed(entry.Path.Member(key.Name), key.Value, "Every Mappings attribute must be a map");
                continue;
            }

            foreach (var attribute in attributes.Members.Where(attribute => attribute.Value is not (TemplateNode.Scalar or TemplateNode.List)))
            {
                errors.Malformed(entry.Path.Member(key.Name).Member(attribute.Name), attribute.Value, "Every Mappings attribute must be a String or a List.");
            }
        }

        return map;
    }

    private void RefuseNulls(TemplateNode node, TemplatePath path)
    {
        switch (node)
        {
            case TemplateNode.Scalar { Type: ScalarType.Null }:
                _errors.Malformed(path, node, "'null' values are not allowed in templates");
                break;
            case TemplateNode.Map map:
                foreach (var member in map.Members)
                {
                    RefuseNulls(member.Value, path.Member(member.Name));
                }

                break;
            case TemplateNode.List list:
                for (var index = 0; index < list.Items.Length; index++)
                {
                    RefuseNulls(list.Items[index], path.Item(index));
                }

                break;
        }
    }
}
