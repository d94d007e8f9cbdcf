using Quell.Engine.Templates.Functions;

namespace Quell.Engine.Templates.Reading;

/// <summary>
/// Checks a template in itself, before any parameter is known: functions and their arguments, names that are referred to,
/// circles.
/// </summary>
internal sealed class TemplateChecks(Template template, TemplateErrors errors)
{
    private FunctionPlaces _place;

    public Template Template { get; } = template;

    public void CheckAll()
    {
        foreach (var (name, condition) in Template.Conditions)
        {
            CheckPart(condition, TemplatePath.Of("Conditions", name), FunctionPlaces.Conditions);
        }

        foreach (var rule in Template.Rules.Values)
        {
            CheckRule(rule);
        }

        foreach (var resource in Template.Resources.Values)
        {
            CheckResource(resource);
        }

        foreach (var output in Template.Outputs.Values)
        {
            CheckOutput(output);
        }

        CheckConditionCircles();
        CheckResourceCircles();
    }

    /// <summary>Reports a call that cannot be evaluated.</summary>
    public void Refuse(FunctionCall call, string message, TemplateErrorCode code = TemplateErrorCode.Function) =>
        errors.Add(code, message, call.Path, call.Node);

    public void DemandLanguageExtensions(FunctionCall call)
    {
        if (!Template.Transforms.Contains("AWS::LanguageExtensions"))
        {
            Refuse(call, $"Template error: {call.Function.Name} needs the transform AWS::LanguageExtensions");
        }
    }

    private void CheckRule(TemplateRule rule)
    {
        if (rule.Condition is not null)
        {
            CheckPart(rule.Condition, rule.Path.Member("RuleCondition"), FunctionPlaces.Rules);
        }

        foreach (var (index, assertion) in rule.Assertions.Index())
        {
            CheckPart(assertion.Assert, rule.Path.Member("Assertions").Item(index).Member("Assert"), FunctionPlaces.Rules);
        }
    }

    private void CheckResource(TemplateResource resource)
    {
        if (Template.Parameters.ContainsKey(resource.LogicalId))
        {
            errors.Add(TemplateErrorCode.Format, $"Template format error: {resource.LogicalId} names both a parameter and a resource.", resource.Path, resource.Node);
        }

        CheckCondition(resource.Condition, "Resources", resource.Path, resource.Node);
        foreach (var (path, node) in resource.Parts)
        {
            CheckPart(node, path, FunctionPlaces.Resources);
        }

        foreach (var name in resource.DependsOn.Where(name => !Template.Resources.ContainsKey(name)))
        {
            errors.Add(TemplateErrorCode.Unresolved, Unresolved(name, "Resources"), resource.Path.Member("DependsOn"), resource.Node["DependsOn"]);
        }
    }

    private void CheckOutput(TemplateOutput output)
    {
        CheckCondition(output.Condition, "Outputs", output.Path, output.Node);
        CheckPart(output.Value, output.Path.Member("Value"), FunctionPlaces.Outputs);
        if (output.ExportName is not null)
        {
            CheckPart(output.ExportName, output.Path.Member("Export").Member("Name"), FunctionPlaces.Outputs);
        }
    }

    private void CheckCondition(string? name, string section, TemplatePath path, TemplateNode owner)
    {
        if (name is not null && !Template.Conditions.ContainsKey(name))
        {
            errors.Add(TemplateErrorCode.Unresolved, $"Template format error: Unresolved condition dependency {name} in the {section} block of the template", path.Member("Condition"), (owner as TemplateNode.Map)?["Condition"]);
        }
    }

    private void CheckPart(TemplateNode node, TemplatePath path, FunctionPlaces place)
    {
        _place = place;
        if ((place & FunctionPlaces.Logic) != 0 && TemplateFunctions.CallOf(node, place, path) is null)
        {
            errors.Add(TemplateErrorCode.Function, "Template format error: Conditions can only be boolean operations on parameters and other conditions", path, node);
        }

        Walk(node, path);
        foreach (var reference in TemplateFunctions.References(node, place, path, call => call.Function.Arguments(call)))
        {
            CheckReference(reference, place);
        }
    }

    private void Walk(TemplateNode node, TemplatePath path)
    {
        if (TemplateFunctions.CallOf(node, _place, path) is { } call)
        {
            if ((call.Function.Places & _place) == 0)
            {
                Refuse(call, $"Template error: {call.Function.Name} cannot be used in the {_place} block of the template");
            }

            call.Function.Check(call, this);
            foreach (var (argument, at) in call.Function.Arguments(call))
            {
                // The list of a function's arguments is not itself a value.
                Walk(argument, at);
            }
        }
        else if (node is TemplateNode.Map map)
        {
            RefuseUnknownFunctions(map, path);
            foreach (var member in map.Members)
            {
                Walk(member.Value, path.Member(member.Name));
            }
        }
        else if (node is TemplateNode.List list)
        {
            foreach (var (index, item) in list.Items.Index())
            {
                Walk(item, path.Item(index));
            }
        }
    }

    private void RefuseUnknownFunctions(TemplateNode.Map map, TemplatePath path)
    {
        foreach (var member in map.Members.Where(member => member.Name.StartsWith("Fn::", StringComparison.Ordinal)))
        {
            var (code, message) = member.Name switch
            {
                _ when member.Name.StartsWith("Fn::ForEach", StringComparison.Ordinal) || member.Name == "Fn::Transform" =>
                    (TemplateErrorCode.Unsupported, $"Quell does not run {member.Name}: write out what it expands to."),
                _ when map.Members.Length > 1 => (TemplateErrorCode.Function, $"Template error: {member.Name} must be the only member of its map"),
                _ => (TemplateErrorCode.Function, $"Template error: Encountered unsupported function: {member.Name} Supported functions are: [{TemplateFunctions.Names}]"),
            };
            errors.Add(new(code, message, path.Member(member.Name).ToString(), member.Line, member.Column));
        }
    }

    private void CheckReference(TemplateReference reference, FunctionPlaces place)
    {
        var isValue = (place & FunctionPlaces.Values) != 0;
        var isKnown = reference.Attribute is null
            ? PseudoParameters.IsOne(reference.Target) || Template.Parameters.ContainsKey(reference.Target) || (isValue && Template.Resources.ContainsKey(reference.Target))
            : isValue && Template.Resources.ContainsKey(reference.Target);
        if (isKnown)
        {
            return;
        }

        var message = reference switch
        {
            _ when !isValue => $"Template format error: Unresolved dependencies [{reference.Target}]. Cannot reference resources in the {place} block of the template",
            { Attribute: not null, Function: "Fn::Sub" } => $"Template error: instance of Fn::Sub references invalid resource attribute {reference.Target}.{reference.Attribute}",
            { Attribute: not null } => $"Template error: instance of Fn::GetAtt references undefined resource {reference.Target}",
            _ => Unresolved(reference.Target, place.ToString()),
        };
        errors.Add(TemplateErrorCode.Unresolved, message, reference.Path, reference.Node);
    }

    private void CheckConditionCircles()
    {
        if (ConditionOrder.Of(Template).Circle is { Count: > 0 } circle)
        {
            errors.Add(TemplateErrorCode.Circular, $"Template format error: Circular dependency between conditions: [{string.Join(", ", circle)}]", TemplatePath.Of("Conditions", circle[0]), Template.Conditions[circle[0]]);
        }
    }

    /// <summary>Circles that no condition can open; the others are found once conditions are known.</summary>
    private void CheckResourceCircles()
    {
        var order = ResourceDependencies.Order(Template, Template.Resources.Values, conditions: null);
        if (order.Circle.Count > 0)
        {
            errors.Add(ResourceDependencies.CircleError(Template, order.Circle));
        }
    }

    private static string Unresolved(string name, string section) =>
        $"Template format error: Unresolved resource dependencies [{name}] in the {section} block of the template";
}
