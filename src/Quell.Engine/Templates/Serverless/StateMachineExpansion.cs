namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// <c>AWS::Serverless::StateMachine</c>: the state machine, its role, version and alias, and its events (AWS SAM Developer
/// Guide, "CloudFormation resources generated when you specify AWS::Serverless::StateMachine").
/// </summary>
internal sealed class StateMachineExpansion(ServerlessDocument document, ServerlessResource machine)
{
    public const string Type = "AWS::Serverless::StateMachine";

    private static readonly string[] Known =
    [
        "Definition", "DefinitionUri", "Logging", "Role", "RolePath", "DefinitionSubstitutions", "Events", "Name", "Type", "Tags",
        "PropagateTags", "Policies", "Tracing", "PermissionsBoundary", "AutoPublishAlias", "DeploymentPreference",
        "UseAliasAsEventTarget",
    ];

    private static readonly string[] OfAlias = ["UseAliasAsEventTarget", "DeploymentPreference"];

    private static readonly string[] Kept = ["DeletionPolicy", "UpdateReplacePolicy"];

    private ServerlessProperties Properties => machine.Properties;

    private NodeWriter Write => machine.Write;

    public void Run()
    {
        Properties.RefuseUnknown(Type, Known);
        var tags = machine.Tags("stateMachine:createdBy");
        var definition = StateMachineDefinition.Read(Properties);
        document.PutOwn(machine, "AWS::StepFunctions::StateMachine", Write.Map(
            ("DefinitionString", definition.Text),
            ("DefinitionS3Location", definition.Location),
            ("DefinitionSubstitutions", definition.Substitutions),
            ("RoleArn", Role(tags)),
            ("StateMachineName", Properties["Name"]),
            ("StateMachineType", Properties["Type"]),
            ("LoggingConfiguration", Properties["Logging"]),
            ("TracingConfiguration", Properties["Tracing"]),
            ("Tags", tags)));
        var alias = Alias();
        new StateMachineEvents(document, machine, Properties["UseAliasAsEventTarget"].IsTrue() ? alias : null).Run();
    }

    private TemplateNode Role(TemplateNode? tags)
    {
        var role = new ExecutionRole(document, machine, "states.amazonaws.com");
        if (Properties.Given("Role") is { } named)
        {
            if (Properties.Given("Policies") is not null)
            {
                Properties.Refuse("Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them", "Policies");
            }

            return named;
        }

        role.AddPolicies();
        if ((Properties["Tracing"] as TemplateNode.Map)?["Enabled"].IsTrue() == true)
        {
            role.Attach(document.TracingPolicy);
        }

        role.Put(tags);
        return role.Arn;
    }

    /// <summary>Puts in the version and the alias that <c>AutoPublishAlias</c> asks for.</summary>
    /// <returns>The alias's logical id; null where there is none.</returns>
    private string? Alias()
    {
        if (Properties.Given("AutoPublishAlias") is not { } given)
        {
            foreach (var name in OfAlias.Where(name => Properties.Given(name) is not null))
            {
                Properties.Refuse($"'{name}' requires 'AutoPublishAlias' property to be specified.", name);
            }

            return null;
        }

        if (document.Parameters.Resolve(given).Text is not { } alias || !alias.All(char.IsAsciiLetterOrDigit))
        {
            Properties.Refuse("'AutoPublishAlias' must be letters and digits, or a Ref to a template parameter: it becomes part of a logical id.", "AutoPublishAlias");
            return null;
        }

        var version = machine.LogicalId + "Version";
        var kept = Kept.Where(name => machine.Node[name] is null).Select(name => Write.Member(name, Write.Text("Retain")));
        document.Add(machine, version, "AWS::StepFunctions::StateMachineVersion", Write.Map(
            ("StateMachineArn", Write.Ref(machine.LogicalId)),
            ("StateMachineRevisionId", Write.GetAtt(machine.LogicalId, "StateMachineRevisionId"))), kept);
        var preference = Properties.MapOf("DeploymentPreference") ?? Write.Map(("Type", Write.Text("ALL_AT_ONCE")));
        document.Add(machine, $"{machine.LogicalId}Alias{alias}", "AWS::StepFunctions::StateMachineAlias", Write.Map(
            ("Name", given),
            ("DeploymentPreference", preference.With(Write.Member("StateMachineVersionArn", Write.Ref(version))))));
        return $"{machine.LogicalId}Alias{alias}";
    }
}
