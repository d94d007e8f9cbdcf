using Quell.Engine.Json;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// The role that SAM generates for a function or state machine without one: <c>FunctionRole</c> (AWS SAM Developer Guide,
/// "Role property is not specified"). Events add to it what they need.
/// </summary>
internal sealed class ExecutionRole
{
    private readonly ServerlessDocument _document;
    private readonly ServerlessResource _owner;
    private readonly JsonValue _trust;
    private readonly List<TemplateNode> _managed = [];
    private readonly List<TemplateNode> _policies = [];

    /// <param name="document">The template.</param>
    /// <param name="owner">Whose role it is.</param>
    /// <param name="service">The service that takes it on: <c>lambda.amazonaws.com</c>.</param>
    public ExecutionRole(ServerlessDocument document, ServerlessResource owner, string service)
    {
        (_document, _owner) = (document, owner);
        _trust = Trust(service);
        LogicalId = owner.LogicalId + "Role";
    }

    public string LogicalId { get; }

    public TemplateNode.Map Arn => _owner.Write.GetAtt(LogicalId, "Arn");

    /// <summary>Who may take the role on: the service alone.</summary>
    public static JsonObject Trust(string service) => JsonObject.Of(
        ("Version", "2012-10-17"),
        ("Statement", JsonArray.From([JsonObject.Of(
            ("Action", JsonArray.From(["sts:AssumeRole"])),
            ("Effect", "Allow"),
            ("Principal", JsonObject.Of(("Service", JsonArray.From([service])))))])));

    /// <summary>Attaches one of AWS's managed policies, once.</summary>
    public void Attach(string name) => Attach(_owner.Write.Text(_document.Arn(ManagedPolicies.Resource(name))));

    /// <summary>Adds a policy of the role's own.</summary>
    public void Allow(string name, TemplateNode document) => _policies.Add(Policy(name, document));

    /// <summary>Adds a policy that allows one action.</summary>
    public void Allow(string name, string action, TemplateNode resource, bool withVersion = false)
    {
        var write = _owner.Write;
        var statement = write.Map(("Action", write.Text(action)), ("Effect", write.Text("Allow")), ("Resource", resource));
        Allow(name, write.Map(("Version", withVersion ? write.Text("2012-10-17") : null), ("Statement", write.List(statement))));
    }

    /// <summary>Adds what <c>Policies</c> says.</summary>
    public void AddPolicies()
    {
        var index = 0;
        foreach (var entry in PolicyEntry.All(_owner.Properties))
        {
            var name = $"{LogicalId}Policy{index++}";
            if (entry.Kind == PolicyKind.Managed)
            {
                Attach(entry.Each(_owner.Write, Managed));
            }
            else
            {
                _policies.Add(entry.Each(_owner.Write, document => Policy(name, document)));
            }
        }
    }

    /// <summary>Puts the role into the template.</summary>
    /// <param name="tags">Its tags.</param>
    /// <param name="attributes">Attributes over those that it has from its owner.</param>
    public void Put(TemplateNode? tags, params IEnumerable<TemplateNode.Member> attributes)
    {
        var (write, properties) = (_owner.Write, _owner.Properties);
        _document.Add(_owner, LogicalId, "AWS::IAM::Role", write.Map(
            ("AssumeRolePolicyDocument", properties["AssumeRolePolicyDocument"] ?? write.From(_trust)),
            ("ManagedPolicyArns", write.List(_managed)),
            ("Policies", _policies.Count == 0 ? null : write.List(_policies)),
            ("Path", properties["RolePath"]),
            ("PermissionsBoundary", properties["PermissionsBoundary"]),
            ("Tags", tags)), attributes);
    }

    private void Attach(TemplateNode arn)
    {
        if (!_managed.Exists(each => each.ToJson().Equals(arn.ToJson())))
        {
            _managed.Add(arn);
        }
    }

    private TemplateNode Managed(TemplateNode node) =>
        node is TemplateNode.Scalar { Value: var name } text && !name.StartsWith("arn:", StringComparison.Ordinal) && !name.StartsWith("{{", StringComparison.Ordinal)
            ? text with { Value = _document.Arn(ManagedPolicies.Resource(name)) }
            : node;

    private static TemplateNode.Map Policy(string name, TemplateNode document)
    {
        var write = new NodeWriter(document);
        return write.Map(("PolicyName", write.Text(name)), ("PolicyDocument", document));
    }
}
