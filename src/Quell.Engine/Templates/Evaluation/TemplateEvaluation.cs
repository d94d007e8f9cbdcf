using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Templates.Functions;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>
/// A template with its parameters bound and its conditions decided: which resources there are, in which order, and what
/// their properties are as far as other resources are known. Immutable; may be used by several threads.
/// </summary>
internal sealed class TemplateEvaluation
{
    private readonly TemplateValues _values;

    private TemplateEvaluation(TemplateValues values, IReadOnlyDictionary<string, ParameterValue> parameters, DependencyOrder order) =>
        (_values, Parameters, Order) = (values, parameters, order);

    public Template Template => _values.Template;

    /// <summary>The parameters in the template's order; show <see cref="ParameterValue.Shown"/>, never the value itself.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Parameters { get; }

    /// <summary>Each condition and whether it holds.</summary>
    public IReadOnlyDictionary<string, bool> Conditions => _values.Conditions;

    /// <summary>The logical ids of the resources whose conditions hold, in the order to create and to delete them.</summary>
    public DependencyOrder Order { get; }

    /// <summary>The resources whose conditions hold, in the order to create them.</summary>
    public IEnumerable<TemplateResource> Resources => Order.Creation.Select(name => Template.Resources[name]);

    /// <summary>Binds parameters, decides conditions, holds the rules against them and orders the resources.</summary>
    /// <param name="template">The template.</param>
    /// <param name="environment">The world around it.</param>
    /// <param name="parameters">The values given, by name; defaults fill the rest.</param>
    /// <returns>The evaluation; or null and everything that stands against it.</returns>
    public static (TemplateEvaluation? Evaluation, ImmutableArray<TemplateError> Errors) Start(
        Template template, TemplateEnvironment environment, IReadOnlyDictionary<string, string> parameters)
    {
        var errors = new TemplateErrors();
        var bound = new ParameterBinding(template, environment, errors).Bind(parameters);
        if (errors.Count > 0)
        {
            return (null, [.. errors.InOrder]);
        }

        var values = new TemplateValues(template, environment, bound, errors);
        new RuleChecks(values, errors).CheckAll();
        var order = ResourceDependencies.Order(template, template.Resources.Values.Where(resource => values.Exists(resource.LogicalId)), values.Condition);
        if (order.Circle.Count > 0)
        {
            errors.Add(ResourceDependencies.CircleError(template, order.Circle));
        }

        var evaluation = new TemplateEvaluation(values, bound, order);
        evaluation.CheckExistence(errors);
        return errors.Count == 0 ? (evaluation, []) : (null, [.. errors.InOrder]);
    }

    /// <summary>Whether the template has the resource and its condition holds.</summary>
    public bool Exists(string logicalId) => _values.Exists(logicalId);

    /// <summary>The resources that one refers to or waits for, in no particular order.</summary>
    public IReadOnlySet<string> DependenciesOf(string logicalId) =>
        ResourceDependencies.Of(Template.Resources[logicalId], _values.Condition).Where(_values.Exists).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// The properties of a resource. What depends on resources that are not created yet is
    /// <see cref="Evaluator.KnownAfterApply"/>. Dynamic references stay as written until <see cref="Resolve"/>.
    /// </summary>
    public EvaluatedProperties Properties(string logicalId, ResourceResolver resources)
    {
        var resource = Template.Resources[logicalId];
        if (resource.Properties is not { } properties)
        {
            return new(JsonObject.Empty, [], false);
        }

        var errors = new TemplateErrors();
        var evaluator = new Evaluator(_values, FunctionPlaces.Resources, resources, errors);
        var value = evaluator.Evaluate(properties, resource.Path.Member("Properties"));
        var waits = Evaluator.OpenIn(value) is not null;
        return new(value as JsonObject ?? JsonObject.Empty, [.. errors.InOrder], waits && errors.Count == 0);
    }

    /// <summary>The properties with the values that dynamic references name; to be handed to the resource, never stored or shown.</summary>
    public (JsonObject Properties, ImmutableArray<TemplateError> Errors) Resolve(string logicalId, JsonObject properties)
    {
        var errors = new TemplateErrors();
        var resource = Template.Resources[logicalId];
        var resolved = new DynamicReferences(_values.Environment, resource, errors).Resolve(properties);
        return (resolved as JsonObject ?? properties, [.. errors.InOrder]);
    }

    /// <summary>The outputs whose conditions hold, in the template's order.</summary>
    public (ImmutableArray<OutputValue> Outputs, ImmutableArray<TemplateError> Errors) Outputs(ResourceResolver resources)
    {
        var errors = new TemplateErrors();
        var evaluator = new Evaluator(_values, FunctionPlaces.Outputs, resources, errors);
        var outputs = ImmutableArray.CreateBuilder<OutputValue>();
        foreach (var output in Template.Outputs.Values.Where(output => output.Condition is null || _values.Condition(output.Condition)))
        {
            var value = Text(evaluator, output.Value, output.Path.Member("Value"), errors);
            var export = output.ExportName is { } name ? Text(evaluator, name, output.Path.Member("Export").Member("Name"), errors) : null;
            outputs.Add(new(output.Name, value ?? "", output.Description, export, MentionsSecret(output)));
        }

        return (outputs.DrainToImmutable(), [.. errors.InOrder]);
    }

    private static string? Text(Evaluator evaluator, TemplateNode node, TemplatePath path, TemplateErrors errors)
    {
        var value = evaluator.Evaluate(node, path);
        if (value is not (JsonString or JsonNumber or JsonBoolean))
        {
            errors.Add(TemplateErrorCode.Format, "Template format error: Output value must evaluate to a string: every Value member must be a string.", path, node);
        }

        return Evaluator.TextOf(value);
    }

    private bool MentionsSecret(TemplateOutput output) =>
        TemplateFunctions.References(output.Value, FunctionPlaces.Outputs, output.Path, call => call.Function.Taken(call, _values.Condition))
            .Any(reference => Template.Parameters.GetValueOrDefault(reference.Target)?.NoEcho == true);

    /// <summary>References to resources whose conditions do not hold.</summary>
    private void CheckExistence(TemplateErrors errors)
    {
        foreach (var resource in Resources)
        {
            foreach (var name in resource.DependsOn.Where(name => !_values.Exists(name)))
            {
                Refuse(errors, name, "Resources", resource.Path.Member("DependsOn"), resource.Node["DependsOn"] ?? resource.Node);
            }

            foreach (var reference in ResourceDependencies.References(resource, _values.Condition).Where(IsGone))
            {
                Refuse(errors, reference.Target, "Resources", reference.Path, reference.Node);
            }
        }

        foreach (var output in Template.Outputs.Values.Where(output => output.Condition is null || _values.Condition(output.Condition)))
        {
            var references = TemplateFunctions.References(output.Value, FunctionPlaces.Outputs, output.Path.Member("Value"), call => call.Function.Taken(call, _values.Condition));
            foreach (var reference in references.Where(IsGone))
            {
                Refuse(errors, reference.Target, "Outputs", reference.Path, reference.Node);
            }
        }
    }

    private bool IsGone(TemplateReference reference) => Template.Resources.ContainsKey(reference.Target) && !_values.Exists(reference.Target);

    private static void Refuse(TemplateErrors errors, string name, string section, TemplatePath path, TemplateNode node) =>
        errors.Add(TemplateErrorCode.Unresolved, $"Template format error: Unresolved resource dependencies [{name}] in the {section} block of the template", path, node);
}

/// <summary>What came of evaluating a resource's properties.</summary>
/// <param name="Value">The properties; not to be used when there are errors.</param>
/// <param name="Errors">In the order of the text.</param>
/// <param name="WaitsForResources">Whether some value is <see cref="Evaluator.KnownAfterApply"/>.</param>
internal sealed record EvaluatedProperties(JsonObject Value, ImmutableArray<TemplateError> Errors, bool WaitsForResources);

/// <summary>An output with its value.</summary>
/// <param name="Name">As in the template.</param>
/// <param name="Value">As text, which all outputs are.</param>
/// <param name="Description">As in the template; null where it has none.</param>
/// <param name="ExportName">The name under which other stacks import it; null where it is not exported.</param>
/// <param name="IsSecret">Whether it is made of a NoEcho parameter: to be shown as <see cref="ParameterValue.Mask"/>.</param>
internal sealed record OutputValue(string Name, string Value, string? Description, string? ExportName, bool IsSecret)
{
    /// <summary>The value, to be shown to anyone.</summary>
    public string Shown => IsSecret ? ParameterValue.Mask : Value;
}
