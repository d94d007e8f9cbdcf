using System.Collections.Immutable;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Serverless;

/// <summary>The template while it is expanded: its resources and conditions, and what may stand in its references.</summary>
internal sealed class ServerlessDocument(TemplateNode.Map root, ParameterValues parameters, string partition, TemplateErrors errors)
{
    private readonly OrderedDictionary<string, TemplateNode.Member> _resources = new(
        Members(root, "Resources").Select(member => KeyValuePair.Create(member.Name, member)), StringComparer.Ordinal);

    private readonly OrderedDictionary<string, TemplateNode.Member> _conditions = new(
        Members(root, "Conditions").Select(member => KeyValuePair.Create(member.Name, member)), StringComparer.Ordinal);

    private readonly HashSet<string> _written = [.. Members(root, "Resources").Select(member => member.Name)];

    public ParameterValues Parameters => parameters;

    /// <summary>Takes what is wrong with the template.</summary>
    public TemplateErrors Errors => errors;

    /// <summary>The generated resources that are referred to by <c>Function.Alias</c> and its like.</summary>
    public ServerlessReferences References { get; } = new();

    /// <summary>An ARN of AWS's own, <c>iam::aws:policy/…</c>.</summary>
    public string Arn(string rest) => $"arn:{partition}:{rest}";

    /// <summary>The managed policy that lets send traces.</summary>
    public string TracingPolicy => partition == "aws" ? "AWSXrayWriteOnlyAccess" : "AWSXRayDaemonWriteAccess";

    /// <summary>A resource as it stands now; null where there is none.</summary>
    public TemplateNode.Map? Resource(string logicalId) => _resources.TryGetValue(logicalId, out var member) ? member.Value as TemplateNode.Map : null;

    public void Replace(string logicalId, TemplateNode.Map resource) => _resources[logicalId] = _resources[logicalId] with { Value = resource };

    /// <summary>Puts the resource that an expanded one has become in its place, behind those that are not expanded.</summary>
    public void PutOwn(ServerlessResource owner, string type, TemplateNode.Map properties)
    {
        _resources.Remove(owner.LogicalId);
        Put(owner, owner.LogicalId, type, properties, owner.OwnAttributes);
    }

    /// <summary>Adds a resource that is generated for another one.</summary>
    /// <param name="owner">For which it is generated.</param>
    /// <param name="logicalId">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="attributes">Attributes beside those that it has from its owner, and over them.</param>
    public void Add(ServerlessResource owner, string logicalId, string type, TemplateNode.Map properties, params IEnumerable<TemplateNode.Member> attributes)
    {
        if (_written.Contains(logicalId))
        {
            errors.Add(
                TemplateErrorCode.Format,
                $"{ServerlessTransform.Failure}Transforming resource with id [{owner.LogicalId}] attempts to create a new resource with id [{logicalId}] and type \"{type}\". A resource with that id already exists within this template. Please use a different id for that resource.",
                TemplatePath.Of("Resources", owner.LogicalId), owner.Node);
            return;
        }

        Put(owner, logicalId, type, properties, owner.Attributes.Where(own => attributes.All(member => member.Name != own.Name)).Concat(attributes));
    }

    public void AddCondition(NodeWriter write, string name, TemplateNode condition) => _conditions[name] = write.Member(name, condition);

    /// <summary>The whole with what was put into it.</summary>
    public TemplateNode.Map Whole()
    {
        var whole = root.Without("Globals", "Transform");
        whole = whole.With(Section("Resources", _resources));
        whole = _conditions.Count == 0 ? whole : whole.With(Section("Conditions", _conditions));
        return References.Apply(whole);
    }

    private static ImmutableArray<TemplateNode.Member> Members(TemplateNode.Map root, string section) =>
        root[section] is TemplateNode.Map map ? map.Members : [];

    private void Put(ServerlessResource owner, string logicalId, string type, TemplateNode.Map properties, IEnumerable<TemplateNode.Member> attributes)
    {
        var write = owner.Write;
        var node = write.Map(("Type", write.Text(type)), ("Properties", owner.WithTags(type, properties)));
        _resources[logicalId] = write.Member(logicalId, attributes.Aggregate(node, (map, member) => map.With(member)));
        References.Add(owner.LogicalId, type, logicalId);
    }

    private TemplateNode.Member Section(string name, OrderedDictionary<string, TemplateNode.Member> members)
    {
        var before = root.Find(name);
        var node = before?.Value ?? root;
        return new(name, before?.Line ?? root.Line, before?.Column ?? root.Column, new TemplateNode.Map(node.Line, node.Column, [.. members.Values]));
    }
}
