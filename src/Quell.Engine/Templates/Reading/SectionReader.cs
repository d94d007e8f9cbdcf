namespace Quell.Engine.Templates.Reading;

/// <summary>Reads the sections that are maps of named entries.</summary>
internal sealed class SectionReader(TemplateNode.Map root, TemplateErrors errors)
{
    /// <summary>A section that is kept as written.</summary>
    public TemplateNode.Map? Map(string section)
    {
        var node = root[section];
        if (node is not (null or TemplateNode.Map or TemplateNode.Scalar { Type: ScalarType.Null }))
        {
            errors.Malformed(TemplatePath.Of(section), node, $"Every {section} member must be a map");
        }

        return node as TemplateNode.Map;
    }

    /// <summary>The entries of a section in their order; an entry that is no good is reported and left out.</summary>
    /// <param name="section">Its name.</param>
    /// <param name="limit">How many entries it may have (CloudFormation User Guide, "Understand CloudFormation quotas").</param>
    /// <param name="read">Reads one entry; null when it is no good.</param>
    public OrderedDictionary<string, TEntry> Entries<TEntry>(string section, int limit, Func<SectionEntry, TemplateErrors, TEntry?> read)
        where TEntry : class
    {
        var entries = new OrderedDictionary<string, TEntry>(StringComparer.Ordinal);
        if (Map(section) is not { } map)
        {
            return entries;
        }

        if (map.Members.Length > limit)
        {
            errors.Add(TemplateErrorCode.Limit, $"Template format error: Number of {section.ToLowerInvariant()}, {map.Members.Length}, is greater than maximum allowed, {limit}", TemplatePath.Of(section), map);
        }

        foreach (var member in map.Members.Take(limit))
        {
            if (CheckName(section, member) && read(new(member, TemplatePath.Of(section, member.Name)), errors) is { } entry)
            {
                entries[member.Name] = entry;
            }
        }

        return entries;
    }

    /// <summary>Reports a bad name; false when the member is no entry at all.</summary>
    private bool CheckName(string section, TemplateNode.Member member)
    {
        if (member.Name.Length is > 0 and <= 255 && member.Name.All(char.IsAsciiLetterOrDigit))
        {
            return true;
        }

        var path = TemplatePath.Of(section, member.Name);
        if (member.Name.StartsWith("Fn::ForEach", StringComparison.Ordinal))
        {
            errors.Add(new(TemplateErrorCode.Unsupported, "Quell does not run Fn::ForEach: write out what it repeats.", path.ToString(), member.Line, member.Column));
            return false;
        }

        // Rules have names of any kind; mappings may have dashes and dots too.
        var message = section switch
        {
            "Resources" => $"Resource name {member.Name} is non alphanumeric.",
            "Parameters" => $"Parameter name {member.Name} is non alphanumeric.",
            "Rules" or "Mappings" => null,
            _ => $"{section} name '{member.Name}' is non alphanumeric.",
        };
        if (message is not null)
        {
            errors.Add(new(TemplateErrorCode.Format, $"Template format error: {message}", path.ToString(), member.Line, member.Column));
        }

        return true;
    }
}

/// <summary>One named entry of a section, and typed access to its members.</summary>
internal readonly record struct SectionEntry(TemplateNode.Member Member, TemplatePath Path)
{
    public string Name => Member.Name;

    public TemplateNode Value => Member.Value;

    /// <summary>The entry as a map whose members are all known; null, with the mistakes reported, otherwise.</summary>
    public TemplateNode.Map? AsMap(TemplateErrors errors, string kind, params ReadOnlySpan<string> known)
    {
        if (Value is not TemplateNode.Map map)
        {
            errors.Malformed(Path, Value, $"{kind} definition is malformed");
            return null;
        }

        foreach (var member in map.Members)
        {
            if (!known.Contains(member.Name))
            {
                errors.Add(new(TemplateErrorCode.Format, $"Invalid template {kind} property '{member.Name}'", Path.Member(member.Name).ToString(), member.Line, member.Column));
            }
        }

        return map;
    }

    /// <summary>The text of a member; null where there is none or, with the mistake reported, it is no scalar.</summary>
    public string? Text(TemplateErrors errors, string name)
    {
        var node = (Value as TemplateNode.Map)?[name];
        if (node is TemplateNode.Map or TemplateNode.List)
        {
            errors.Malformed(Path.Member(name), node, $"Every {name} member must be a string.");
        }

        return node?.Text;
    }

    /// <summary>A member that is a map; null where there is none or, with the mistake reported, it is none.</summary>
    public TemplateNode.Map? Map(TemplateErrors errors, string name)
    {
        var node = (Value as TemplateNode.Map)?[name];
        if (node is TemplateNode.List or TemplateNode.Scalar { Type: not ScalarType.Null })
        {
            errors.Malformed(Path.Member(name), node, $"Every {name} member must be a map");
        }

        return node as TemplateNode.Map;
    }
}
