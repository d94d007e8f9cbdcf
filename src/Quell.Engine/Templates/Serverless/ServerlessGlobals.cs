using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// The Globals section (AWS SAM Developer Guide, "Globals section of the AWS SAM template"): properties that every resource of a
/// type has. Maps are merged member by member, lists are put one behind the other, anything else is the resource's own where it
/// says it.
/// </summary>
internal sealed class ServerlessGlobals
{
    private const string TypePrefix = "AWS::Serverless::";

    /// <summary>The sections in SAM's order of naming them, and what each may have.</summary>
    private static readonly (string Name, string[] Properties)[] Sections =
    [
        ("Api",
        [
            "Auth", "Name", "DefinitionUri", "CacheClusterEnabled", "CacheClusterSize", "MergeDefinitions", "Variables",
            "EndpointConfiguration", "MethodSettings", "BinaryMediaTypes", "MinimumCompressionSize", "Cors", "GatewayResponses",
            "AccessLogSetting", "CanarySetting", "TracingEnabled", "OpenApiVersion", "Domain", "AlwaysDeploy", "PropagateTags",
            "SecurityPolicy", "EndpointAccessMode",
        ]),
        ("CapacityProvider", ["VpcConfig", "OperatorRole", "Tags", "InstanceRequirements", "ScalingConfig", "KmsKeyArn", "PropagateTags"]),
        ("Function",
        [
            "Handler", "Runtime", "CodeUri", "DeadLetterQueue", "Description", "MemorySize", "Timeout", "VpcConfig", "Environment",
            "Tags", "PropagateTags", "Tracing", "KmsKeyArn", "AutoPublishAlias", "AutoPublishAliasAllProperties", "Layers",
            "DeploymentPreference", "RolePath", "PermissionsBoundary", "ReservedConcurrentExecutions", "ProvisionedConcurrencyConfig",
            "AssumeRolePolicyDocument", "EventInvokeConfig", "FileSystemConfigs", "CodeSigningConfigArn", "Architectures", "SnapStart",
            "EphemeralStorage", "FunctionUrlConfig", "RuntimeManagementConfig", "LoggingConfig", "RecursiveLoop", "SourceKMSKeyArn",
            "TenancyConfig", "DurableConfig", "CapacityProviderConfig", "FunctionScalingConfig", "PublishToLatestPublished",
            "VersionDeletionPolicy",
        ]),
        ("HttpApi",
        [
            "Auth", "AccessLogSettings", "StageVariables", "Tags", "CorsConfiguration", "DefaultRouteSettings", "Domain",
            "RouteSettings", "FailOnWarnings", "PropagateTags",
        ]),
        ("LayerVersion", ["PublishLambdaVersion"]),
        ("SimpleTable", ["SSESpecification"]),
        ("StateMachine", ["PropagateTags"]),
        ("WebSocketApi",
        [
            "AccessLogSettings", "ApiKeySelectionExpression", "DefaultRouteSettings", "DisableExecuteApiEndpoint",
            "DisableSchemaValidation", "Domain", "FailOnWarnings", "IpAddressType", "PropagateTags", "RouteSelectionExpression",
            "RouteSettings", "StageVariables", "Tags",
        ]),
    ];

    private readonly Dictionary<string, TemplateNode.Map> _sections = new(StringComparer.Ordinal);

    /// <summary>Reads the section; what is wrong with it goes to <paramref name="errors"/>.</summary>
    public static ServerlessGlobals Read(TemplateNode? node, TemplateErrors errors)
    {
        var globals = new ServerlessGlobals();
        var path = TemplatePath.Of("Globals");
        if (node is TemplateNode.Map map)
        {
            foreach (var section in map.Members)
            {
                globals.Read(section, path.Member(section.Name), errors);
            }
        }
        else if (node is not null)
        {
            Refuse(errors, "It must be a non-empty dictionary", path, node);
        }

        return globals;
    }

    /// <summary>The properties of a resource with what is global for its type.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="properties">As the resource has them.</param>
    /// <param name="ignored">Its attribute <c>IgnoreGlobals</c>: <c>*</c> or the names of global properties.</param>
    public TemplateNode.Map Merge(string type, TemplateNode.Map properties, TemplateNode? ignored)
    {
        if (!type.StartsWith(TypePrefix, StringComparison.Ordinal) || !_sections.TryGetValue(type[TypePrefix.Length..], out var global)
            || ignored?.Text == "*")
        {
            return properties;
        }

        var names = ignored is TemplateNode.List list ? list.Items.Select(item => item.Text ?? "").ToArray() : [];
        return (TemplateNode.Map)Merge(global.Without(names), properties);
    }

    private static TemplateNode Merge(TemplateNode global, TemplateNode own)
    {
        switch (global, own)
        {
            case (TemplateNode.Map globals, TemplateNode.Map owns) when !globals.IsCall() && !owns.IsCall():
                var merged = owns.Members.Aggregate(globals, (map, member) => map.With(
                    globals[member.Name] is { } below ? member with { Value = Merge(below, member.Value) } : member));
                return new TemplateNode.Map(owns.Line, owns.Column, merged.Members);
            case (TemplateNode.List globals, TemplateNode.List owns):
                return new TemplateNode.List(owns.Line, owns.Column, globals.Items.AddRange(owns.Items));
            default:
                return own;
        }
    }

    private void Read(TemplateNode.Member section, TemplatePath path, TemplateErrors errors)
    {
        var (name, properties) = Array.Find(Sections, each => each.Name == section.Name);
        if (name is null)
        {
            Refuse(errors, $"'{section.Name}' is not supported. Must be one of the following values - {Names(Sections.Select(each => each.Name))}", path, section.Value);
        }
        else if (section.Value is not TemplateNode.Map map)
        {
            Refuse(errors, $"Value of {name} must be a dictionary", path, section.Value);
        }
        else
        {
            _sections[name] = map;
            foreach (var member in map.Members.Where(member => !properties.Contains(member.Name)))
            {
                Refuse(errors, $"'{member.Name}' is not a supported property of '{name}'. Must be one of the following values - {Names(properties)}", path.Member(member.Name), member.Value);
            }
        }
    }

    /// <summary>As SAM writes lists of names.</summary>
    private static string Names(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(name => $"'{name}'"))}]";

    private static void Refuse(TemplateErrors errors, string message, TemplatePath path, TemplateNode node) =>
        errors.Add(TemplateErrorCode.Format, $"{ServerlessTransform.Failure}'Globals' section is invalid. {message}", path, node);
}
