using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;

namespace Quell.Stacks.Api;

/// <summary>What CreateStack, UpdateStack and CreateChangeSet ask for, let in.</summary>
/// <param name="Body">The template's text.</param>
/// <param name="Evaluation">The template with its parameters.</param>
/// <param name="Tags">The stack's tags.</param>
/// <param name="Members">The stack's members that come with it.</param>
internal sealed partial record StackRequest(string Body, TemplateEvaluation Evaluation, JsonArray Tags, JsonObject Members)
{
    /// <summary>Acknowledges that transforms change the template.</summary>
    public const string AutoExpand = "CAPABILITY_AUTO_EXPAND";

    /// <summary>Every parameter's value, defaults included, secrets in clear.</summary>
    public JsonObject Given => JsonObject.From(Evaluation.Parameters.Values.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonValue)parameter.Given)));

    /// <exception cref="AwsException">Something stands against it.</exception>
    /// <param name="context">The call.</param>
    /// <param name="types">The resource types there are.</param>
    /// <param name="identity">The stack's.</param>
    /// <param name="before">The stack as it is; null for a new one.</param>
    public static StackRequest Read(OperationContext context, ResourceTypes types, StackIdentity identity, Stack? before)
    {
        var input = context.Input;
        StackErrors.RefuseUnserved(
            input, "TemplateURL", "RoleARN", "NotificationARNs", "RollbackConfiguration", "ResourceTypes", "StackPolicyBody", "StackPolicyURL",
            "StackPolicyDuringUpdateBody", "StackPolicyDuringUpdateURL", "TimeoutInMinutes", "RetainExceptOnCreate", "ResourcesToImport",
            "IncludeNestedStacks", "ImportExistingResources", "DeploymentMode");
        var body = BodyOf(context, before);
        var admission = TemplateAdmission.Of(types, context.State.Current, identity, body, GivenBy(input, before));
        if (admission is not { Evaluation: { } evaluation, Template: { } template })
        {
            throw StackErrors.Template(admission.Errors);
        }

        var acknowledged = input.Array("Capabilities");
        CheckCapabilities(types, template, acknowledged);
        RefuseChangedTypes(context, before, evaluation);
        var members = JsonObject.Of(
            ("Description", template.Description is null ? null : (JsonValue)template.Description),
            ("Parameters", JsonArray.From(evaluation.Parameters.Values.Select(Shown))),
            ("Capabilities", acknowledged.Count == 0 ? null : acknowledged));
        return new(body, evaluation, input["Tags"] as JsonArray ?? before?.Value.Array("Tags") ?? JsonArray.Empty, members);
    }

    /// <summary>
    /// Holds a stack that is created or updated at once to the acknowledgement of its template's transforms; who makes a change set
    /// can look at what they made of it (CloudFormation API Reference, CreateStack and CreateChangeSet, Capabilities).
    /// </summary>
    /// <exception cref="AwsException">It is not given.</exception>
    public void DemandAutoExpand(OperationContext context)
    {
        if (!Evaluation.Template.Transforms.IsEmpty && !context.Input.Array("Capabilities").Strings.Contains(AutoExpand))
        {
            throw Insufficient(AutoExpand);
        }
    }

    /// <exception cref="AwsException">CloudFormation does not take it as a stack's name.</exception>
    public static void CheckName(string name)
    {
        if (name.Length > 128 || !NamePattern.IsMatch(name))
        {
            throw StackErrors.Validation($"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*, and have length less than or equal to 128");
        }
    }

    /// <exception cref="AwsException">A resource of the template needs an acknowledgement that is not given.</exception>
    private static void CheckCapabilities(ResourceTypes types, Engine.Templates.Template template, JsonArray acknowledged)
    {
        var needed = TemplateAdmission.Capabilities(types, template).Select(entry => entry.Capability).Distinct().ToList();
        var strongest = needed.Contains("CAPABILITY_NAMED_IAM") ? "CAPABILITY_NAMED_IAM" : needed.FirstOrDefault();
        var given = acknowledged.Strings.ToHashSet(StringComparer.Ordinal);
        if (strongest is not null && !given.Contains("CAPABILITY_NAMED_IAM") && !given.Contains(strongest))
        {
            throw Insufficient(strongest);
        }
    }

    private static AwsException Insufficient(string capability) => new("InsufficientCapabilitiesException", $"Requires capabilities : [{capability}]");

    private static void RefuseChangedTypes(OperationContext context, Stack? before, TemplateEvaluation evaluation)
    {
        var changed = (before?.Resources(context.State.Current) ?? [])
            .Where(resource => evaluation.Exists(resource.LogicalId) && evaluation.Template.Resources[resource.LogicalId].Type != resource.Type)
            .Select(resource => resource.LogicalId).ToList();
        if (changed.Count > 0)
        {
            throw StackErrors.Validation($"Update of resource type is not permitted. The new template modifies resource type of the following resources: [{string.Join(", ", changed)}]");
        }
    }

    private static string BodyOf(OperationContext context, Stack? before)
    {
        var body = context.Input.String("TemplateBody");
        var previous = context.Input.Bool("UsePreviousTemplate") == true;
        return (body, previous, before?.Template) switch
        {
            ({ Length: > 51_200 }, _, _) when context.Call.SourceIp != StackDeployer.Source => throw StackErrors.Validation("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200"),
            ({ }, true, _) => throw StackErrors.Validation("You cannot specify both usePreviousTemplate and Template Body/Template URL."),
            ({ }, false, _) => body,
            (null, true, { } template) => TemplateStore.Get(context.State.Current, context.Scope, template),
            _ => throw StackErrors.Validation("Either Template URL or Template Body must be specified."),
        };
    }

    private static Dictionary<string, string> GivenBy(JsonObject input, Stack? before)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in input.Array("Parameters").Objects)
        {
            var name = parameter.String("ParameterKey") ?? throw StackErrors.Validation("A parameter needs a ParameterKey.");
            var usePrevious = parameter.Bool("UsePreviousValue") == true;
            if (usePrevious && parameter.Has("ParameterValue"))
            {
                throw StackErrors.Validation($"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true and non empty value for a parameter");
            }

            var value = usePrevious ? before?.Given.String(name) : parameter.String("ParameterValue");
            if (usePrevious && value is null)
            {
                throw StackErrors.Validation($"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template");
            }

            given[name] = value ?? throw StackErrors.Validation($"Parameter {name} needs a ParameterValue.");
        }

        return given;
    }

    private static JsonObject Shown(ParameterValue parameter) => JsonObject.Of(
        ("ParameterKey", parameter.Name),
        ("ParameterValue", parameter.Shown),
        ("ResolvedValue", parameter.ShownResolved is null ? null : (JsonValue)parameter.ShownResolved));

    [GeneratedRegex("^[a-zA-Z][-a-zA-Z0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
