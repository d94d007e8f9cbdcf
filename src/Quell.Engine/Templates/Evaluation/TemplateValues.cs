using Quell.Engine.Json;
using Quell.Engine.Templates.Functions;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>What is known before any resource exists: parameters, pseudo parameters, conditions.</summary>
internal sealed class TemplateValues
{
    private readonly IReadOnlyDictionary<string, ParameterValue> _parameters;
    private readonly Dictionary<string, bool> _conditions = new(StringComparer.Ordinal);
    private readonly TemplateErrors _errors;

    public TemplateValues(
        Template template, TemplateEnvironment environment, IReadOnlyDictionary<string, ParameterValue> parameters, TemplateErrors errors)
    {
        (Template, Environment, _parameters, _errors) = (template, environment, parameters, errors);
        foreach (var name in ConditionOrder.Of(template).Creation)
        {
            Condition(name);
        }
    }

    public Template Template { get; }

    public TemplateEnvironment Environment { get; }

    /// <summary>Each condition and whether it holds.</summary>
    public IReadOnlyDictionary<string, bool> Conditions => _conditions;

    /// <summary>The value of a parameter or pseudo parameter; null where the name is neither, or the value is missing.</summary>
    public JsonValue? Named(string name) => name switch
    {
        "AWS::AccountId" => Environment.Scope.Account,
        "AWS::Region" => Environment.Scope.Region,
        "AWS::Partition" => Environment.Scope.Partition,
        "AWS::StackName" => Environment.StackName,
        "AWS::StackId" => Environment.StackId,
        "AWS::URLSuffix" => Environment.UrlSuffix,
        "AWS::NotificationARNs" => JsonArray.From(Environment.NotificationArns),
        _ => _parameters.GetValueOrDefault(name)?.Value,
    };

    /// <summary>Whether the template has the resource and its condition holds.</summary>
    public bool Exists(string logicalId) =>
        Template.Resources.TryGetValue(logicalId, out var resource) && (resource.Condition is null || Condition(resource.Condition));

    public bool Condition(string name)
    {
        if (_conditions.TryGetValue(name, out var known))
        {
            return known;
        }

        // Circles were refused when the template was read.
        var evaluator = new Evaluator(this, FunctionPlaces.Conditions, (_, _) => ResourceAnswer.None, _errors);
        var value = evaluator.Evaluate(Template.Conditions[name], TemplatePath.Of("Conditions", name));
        if (value is not JsonBoolean && !Evaluator.IsOpen(value))
        {
            _errors.Add(TemplateErrorCode.Function, "Template format error: Conditions can only be boolean operations on parameters and other conditions", TemplatePath.Of("Conditions", name), Template.Conditions[name]);
        }

        return _conditions[name] = value is JsonBoolean { Value: true };
    }

    /// <summary>A message in which no value of a NoEcho parameter stands.</summary>
    public string WithoutSecrets(string message)
    {
        foreach (var parameter in _parameters.Values.Where(parameter => parameter.Definition.NoEcho))
        {
            foreach (var secret in parameter.Texts.Where(secret => secret.Length > 0))
            {
                message = message.Replace(secret, ParameterValue.Mask, StringComparison.Ordinal);
            }
        }

        return message;
    }
}
