using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Serverless;

/// <summary>A resource of a serverless type that is being expanded.</summary>
internal sealed class ServerlessResource
{
    /// <summary>The types among those that SAM generates which have tags.</summary>
    private static readonly string[] Tagged =
    [
        "AWS::IAM::Role", "AWS::Lambda::Function", "AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::SQS::Queue",
        "AWS::StepFunctions::StateMachine",
    ];

    /// <summary>What the resources that are generated for it have from it, too.</summary>
    private static readonly string[] Inherited = ["Condition", "DeletionPolicy", "UpdateReplacePolicy"];

    /// <param name="member">The entry of the Resources section.</param>
    /// <param name="type">Its type.</param>
    /// <param name="globals">What is global for its type.</param>
    /// <param name="errors">Takes what is wrong with it.</param>
    public ServerlessResource(TemplateNode.Member member, string type, ServerlessGlobals globals, TemplateErrors errors)
    {
        LogicalId = member.Name;
        Type = type;
        Node = (TemplateNode.Map)member.Value;
        var own = Node["Properties"] as TemplateNode.Map ?? new TemplateNode.Map(Node.Line, Node.Column, []);
        var path = TemplatePath.Of("Resources", LogicalId);
        Properties = new(globals.Merge(type, own, Node["IgnoreGlobals"]), path.Member("Properties"), $"Resource with id [{LogicalId}] is invalid. ", errors);
        Write = new(Node);
    }

    public string LogicalId { get; }

    public string Type { get; }

    public TemplateNode.Map Node { get; }

    public ServerlessProperties Properties { get; }

    /// <summary>Writes what is generated for it.</summary>
    public NodeWriter Write { get; }

    /// <summary>The attributes that everything generated for it has.</summary>
    public IEnumerable<TemplateNode.Member> Attributes => Node.Members.Where(member => Inherited.Contains(member.Name));

    /// <summary>All of its own attributes, for the resource that stands in its place.</summary>
    public IEnumerable<TemplateNode.Member> OwnAttributes =>
        Node.Members.Where(member => member.Name is not ("Type" or "Properties" or "IgnoreGlobals"));

    /// <summary>Its tags, in the form of CloudFormation; SAM's own tag comes first where there is one.</summary>
    public TemplateNode.List? Tags(string? samTag)
    {
        var own = Properties.MapOf("Tags")?.Members.Select(tag => Tag(tag.Name, tag.Value)) ?? [];
        var all = samTag is null ? own : own.Prepend(Tag(samTag, Write.Text("SAM")));
        var list = Write.List(all);
        return list.Items.IsEmpty ? null : list;
    }

    /// <summary>The properties of a generated resource, with the tags of its own where it passes them on and the type has any.</summary>
    public TemplateNode.Map WithTags(string type, TemplateNode.Map properties) =>
        Properties["PropagateTags"].IsTrue() && Tagged.Contains(type) && Tags(null) is { } tags
            ? properties.With(Write.Member("Tags", tags))
            : properties;

    private TemplateNode.Map Tag(string key, TemplateNode value) => Write.Map(("Key", Write.Text(key)), ("Value", value));
}
