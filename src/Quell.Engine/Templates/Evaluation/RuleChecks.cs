using Quell.Engine.Json;
using Quell.Engine.Templates.Functions;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>Holds the assertions of the Rules section against the parameters.</summary>
internal sealed class RuleChecks(TemplateValues values, TemplateErrors errors)
{
    private readonly Evaluator _evaluator = new(values, FunctionPlaces.Rules, (_, _) => ResourceAnswer.None, errors);

    public void CheckAll()
    {
        foreach (var rule in values.Template.Rules.Values.Where(Counts))
        {
            foreach (var (index, assertion) in rule.Assertions.Index())
            {
                var path = rule.Path.Member("Assertions").Item(index);
                var value = _evaluator.Evaluate(assertion.Assert, path.Member("Assert"));
                if (value is JsonBoolean { Value: false })
                {
                    errors.Add(TemplateErrorCode.Rule, $"Rule {rule.Name} failed: {assertion.Description ?? "an assertion about the parameters does not hold"}", path, assertion.Assert);
                }
            }
        }
    }

    private bool Counts(TemplateRule rule) =>
        rule.Condition is null || _evaluator.Evaluate(rule.Condition, rule.Path.Member("RuleCondition")) is JsonBoolean { Value: true };
}
