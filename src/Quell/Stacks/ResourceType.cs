using System.Collections.Frozen;
using System.Diagnostics;
using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;

namespace Quell.Stacks;

/// <summary>
/// One CloudFormation resource type. Its properties are those of <see cref="Schema"/> and no others: what is not declared is
/// refused before anything of a template is deployed. It works by AWS calls alone, as CloudFormation does, and fails by the
/// <see cref="Aws.AwsException"/> of the call that failed.
/// </summary>
/// <param name="name"><c>AWS::SNS::Topic</c>.</param>
/// <param name="schema">The properties.</param>
/// <param name="attributes">What <c>Fn::GetAtt</c> gives; <see cref="Deployed.Attributes"/> has them all.</param>
internal abstract class ResourceType(string name, PropertySchema schema, params string[] attributes)
{
    public string Name { get; } = name;

    public PropertySchema Schema { get; } = schema;

    public FrozenSet<string> Attributes { get; } = attributes.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// The property that names the resource, of which there can be one in the account at a time: a replacement with the same
    /// name is refused. Null where the service makes the id.
    /// </summary>
    public virtual string? NameProperty => null;

    /// <summary>The form in which the type takes the stack's tags and those that CloudFormation sets.</summary>
    public virtual StackTagging Tagging => StackTagging.None;

    /// <summary>The acknowledgement that a template with such a resource needs: <c>CAPABILITY_IAM</c>, or null.</summary>
    /// <param name="properties">As far as they are known.</param>
    public virtual string? Capability(JsonObject properties) => null;

    /// <summary>
    /// What is wrong with values beyond what <see cref="Schema"/> says, each with the property it stands in: refused before anything
    /// of a template is deployed.
    /// </summary>
    /// <param name="properties">As far as they are known; see <see cref="Engine.Templates.Evaluation.Evaluator.OpenIn"/>.</param>
    public virtual IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties) => [];

    /// <summary>Creates the resource of <see cref="ResourceWork.Properties"/>.</summary>
    public abstract Task<Deployed> Create(ResourceWork work);

    /// <summary>Changes it from <see cref="ResourceWork.Before"/> to <see cref="ResourceWork.Properties"/>; never called when a property that differs is create-only.</summary>
    public virtual Task<Deployed> Update(ResourceWork work) =>
        throw new UnreachableException($"A change of any property of {Name} replaces it.");

    /// <summary>Deletes it. What is already gone is no failure.</summary>
    public abstract Task Delete(ResourceWork work);
}

/// <summary>How a resource type takes tags that come with the stack.</summary>
internal enum StackTagging
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>In <c>Tags</c>, a list of keys and values: the stack's own tags.</summary>
    List,

    /// <summary>In <c>Tags</c>, a list, with CloudFormation's <c>aws:cloudformation:*</c> tags too.</summary>
    ListWithSystemTags,

    /// <summary>In <c>Tags</c>, a map.</summary>
    Map,
}

/// <summary>A resource that exists.</summary>
/// <param name="PhysicalId">What <c>Ref</c> gives.</param>
/// <param name="Attributes">What <c>Fn::GetAtt</c> gives, by name.</param>
internal sealed record Deployed(string PhysicalId, JsonObject Attributes)
{
    public Deployed(string physicalId, params ReadOnlySpan<(string Name, JsonValue? Value)> attributes)
        : this(physicalId, JsonObject.Of(attributes))
    {
    }
}
