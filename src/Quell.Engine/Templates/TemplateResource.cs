using System.Collections.Immutable;

namespace Quell.Engine.Templates;

/// <summary>An entry of the Resources section, as written.</summary>
internal sealed record TemplateResource(string LogicalId, string Type, TemplateNode.Map Node)
{
    /// <summary>The properties with their functions; null where the template has none.</summary>
    public TemplateNode.Map? Properties { get; init; }

    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>The condition under which the resource exists; null for always.</summary>
    public string? Condition { get; init; }

    public DeletionPolicy DeletionPolicy { get; init; }

    /// <summary>What becomes of the old resource when an update replaces it.</summary>
    public DeletionPolicy UpdateReplacePolicy { get; init; }

    public TemplateNode.Map? Metadata { get; init; }

    public TemplateNode.Map? CreationPolicy { get; init; }

    public TemplateNode.Map? UpdatePolicy { get; init; }

    /// <summary>Where the resource stands: <c>Resources.Topic</c>.</summary>
    public TemplatePath Path => TemplatePath.Of("Resources", LogicalId);

    /// <summary>The parts that may hold functions, with their places.</summary>
    public IEnumerable<(TemplatePath Path, TemplateNode Node)> Parts
    {
        get
        {
            foreach (var (name, node) in new (string, TemplateNode?)[]
                     {
                         ("Properties", Properties), ("Metadata", Metadata),
                         ("CreationPolicy", CreationPolicy), ("UpdatePolicy", UpdatePolicy),
                     })
            {
                if (node is not null)
                {
                    yield return (Path.Member(name), node);
                }
            }
        }
    }
}

/// <summary>What becomes of a resource that leaves its stack (CloudFormation User Guide, "DeletionPolicy attribute").</summary>
internal enum DeletionPolicy
{
    Delete,
    Retain,
    RetainExceptOnCreate,
    Snapshot,
}

/// <summary>An entry of the Outputs section, as written.</summary>
internal sealed record TemplateOutput(string Name, TemplateNode Value, TemplateNode Node)
{
    public string? Description { get; init; }

    /// <summary>The condition under which the output exists; null for always.</summary>
    public string? Condition { get; init; }

    /// <summary>The name under which other stacks import the value, with its functions; null where it is not exported.</summary>
    public TemplateNode? ExportName { get; init; }

    public TemplatePath Path => TemplatePath.Of("Outputs", Name);
}

/// <summary>An entry of the Rules section: assertions about parameters that hold whenever the rule's condition does.</summary>
/// <param name="Name">As in the template.</param>
/// <param name="Condition">When the assertions count; null for always.</param>
/// <param name="Assertions">At least one.</param>
internal sealed record TemplateRule(string Name, TemplateNode? Condition, ImmutableArray<RuleAssertion> Assertions)
{
    public TemplatePath Path => TemplatePath.Of("Rules", Name);
}

/// <summary>One assertion of a rule, and what to say when it does not hold.</summary>
internal sealed record RuleAssertion(TemplateNode Assert, string? Description);
