using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// The transform <c>AWS::Serverless-2016-10-31</c>: a template with serverless functions and state machines becomes one with the
/// resources that AWS SAM makes of them, under the same logical ids (AWS SAM Developer Guide, "Generated CloudFormation resources
/// for AWS SAM"). Functions in properties are not evaluated; only parameters' values are looked at, where a name depends on them.
/// </summary>
internal static class ServerlessTransform
{
    public const string Name = "AWS::Serverless-2016-10-31";

    /// <summary>How CloudFormation begins its messages about what the transform refuses.</summary>
    public const string Failure = $"Transform {Name} failed with: Invalid Serverless Application Specification document. ";

    private const string TypePrefix = "AWS::Serverless::";

    private static readonly (string Type, string Needs)[] Unserved =
    [
        ("AWS::Serverless::Api", "AWS::ApiGateway::RestApi"),
        ("AWS::Serverless::Application", "AWS::CloudFormation::Stack"),
        ("AWS::Serverless::CapacityProvider", "AWS::Lambda::CapacityProvider"),
        ("AWS::Serverless::GraphQLApi", "AWS::AppSync::GraphQLApi"),
        ("AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api"),
        ("AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion"),
        ("AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table"),
        ("AWS::Serverless::WebSocketApi", "AWS::ApiGatewayV2::Api"),
    ];

    /// <summary>The template that CloudFormation deploys in place of the one that is written.</summary>
    /// <param name="root">The template as it is written.</param>
    /// <param name="input">Parameters' values, and where the stack is.</param>
    /// <param name="errors">Takes what is wrong; then the result is of no use.</param>
    public static TemplateNode.Map Expand(TemplateNode.Map root, TransformInput input, TemplateErrors errors)
    {
        var globals = ServerlessGlobals.Read(root["Globals"], errors);
        var document = new ServerlessDocument(root, new ParameterValues(root, input.Parameters, input.Scope), input.Scope.Partition, errors);
        var resources = root["Resources"] is TemplateNode.Map map ? map.Members : [];
        foreach (var member in resources)
        {
            Check(member, errors);
        }

        foreach (var type in new[] { FunctionExpansion.Type, StateMachineExpansion.Type })
        {
            foreach (var member in resources.Where(member => TypeOf(member) == type && HasProperties(member)))
            {
                var resource = new ServerlessResource(member, type, globals, errors);
                if (type == FunctionExpansion.Type)
                {
                    new FunctionExpansion(document, resource).Run();
                }
                else
                {
                    new StateMachineExpansion(document, resource).Run();
                }
            }
        }

        var whole = document.Whole();
        if (whole.Size > TemplateText.MaxNodes)
        {
            errors.Add(TemplateErrorCode.Limit, $"{Failure}It becomes more than {TemplateText.MaxNodes} values.", TemplatePath.Root, root);
        }

        return whole;
    }

    private static string TypeOf(TemplateNode.Member member) => (member.Value as TemplateNode.Map)?["Type"]?.Text ?? "";

    private static bool HasProperties(TemplateNode.Member member) => (member.Value as TemplateNode.Map)?["Properties"] is null or TemplateNode.Map;

    /// <summary>Reports what of a resource the transform cannot work with.</summary>
    private static void Check(TemplateNode.Member member, TemplateErrors errors)
    {
        var path = TemplatePath.Of("Resources", member.Name);
        var (type, node) = (TypeOf(member), member.Value as TemplateNode.Map);
        if (node?.Find("Connectors") is { } connectors)
        {
            Refuse($"Quell does not make connectors: write the policies that {member.Name} needs.", path.Member("Connectors"), connectors.Value);
        }

        if (type.StartsWith(TypePrefix, StringComparison.Ordinal) && type is not (FunctionExpansion.Type or StateMachineExpansion.Type))
        {
            var needs = Array.Find(Unserved, each => each.Type == type).Needs;
            Refuse(needs is null ? $"Quell does not support {type}." : $"Quell does not support {type}: it has no {needs}.", path.Member("Type"), node?["Type"] ?? member.Value);
        }

        if (type.StartsWith(TypePrefix, StringComparison.Ordinal) && !HasProperties(member))
        {
            errors.Add(TemplateErrorCode.Format, $"{Failure}Resource with id [{member.Name}] is invalid. Attribute 'Properties' should be a map.", path.Member("Properties"), node?["Properties"]);
        }

        void Refuse(string message, TemplatePath place, TemplateNode at) =>
            errors.Add(TemplateErrorCode.Unsupported, $"{Failure}Resource with id [{member.Name}] is invalid. {message}", place, at);
    }
}
