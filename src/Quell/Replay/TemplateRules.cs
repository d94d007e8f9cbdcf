using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Scopes;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Functions;

namespace Quell.Replay;

/// <summary>
/// Takes the event rules out of a template without deploying it. A parameter that has no value, or has it from the parameter
/// store, stands open: that is an error only for a rule which needs it.
/// </summary>
internal sealed class TemplateRules
{
    private const string RuleType = "AWS::Events::Rule";

    private readonly TemplateEvaluation _evaluation;
    private readonly HashSet<string> _open;
    private readonly List<string> _errors = [];

    private TemplateRules(TemplateEvaluation evaluation, HashSet<string> open) => (_evaluation, _open) = (evaluation, open);

    private Template Template => _evaluation.Template;

    /// <param name="template">A template that was read.</param>
    /// <param name="parameters">Values by name; each must be a parameter of the template.</param>
    /// <returns>The rules that could be had, and what stands against the others or against the whole.</returns>
    public static (List<ReplayRule> Rules, List<string> Errors) Read(Template template, IReadOnlyDictionary<string, string> parameters)
    {
        var open = template.Parameters.Values
            .Where(parameter => parameter.Type.FromSsm || parameter.Type.IsSsmName
                || (parameter.Default is null && !parameters.ContainsKey(parameter.Name)))
            .Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var loose = template with
        {
            Parameters = template.Parameters.ToDictionary(
                parameter => parameter.Key, parameter => open.Contains(parameter.Key) ? Loose(parameter.Value) : parameter.Value, StringComparer.Ordinal),
            // Assertions are about deploying; parameters that stand open would break them.
            Rules = new Dictionary<string, TemplateRule>(StringComparer.Ordinal),
        };
        var scope = new Scope(Scope.DefaultAccount, Scope.DefaultRegion);
        var environment = new TemplateEnvironment(scope, "replay", scope.Arn("cloudformation", "stack/replay/00000000-0000-0000-0000-000000000000").ToString());
        var (evaluation, errors) = TemplateEvaluation.Start(
            loose, environment, parameters.Where(given => !open.Contains(given.Key)).ToDictionary(StringComparer.Ordinal));
        if (evaluation is null)
        {
            return ([], [.. errors.Select(error => error.ToString())]);
        }

        var rules = new TemplateRules(evaluation, open);
        var found = template.Resources.Values.Where(resource => resource.Type == RuleType).Select(rules.Rule).OfType<ReplayRule>().ToList();
        return (found, rules._errors);
    }

    /// <summary>The parameter with a value that no constraint stands against.</summary>
    private static TemplateParameter Loose(TemplateParameter parameter) =>
        new(parameter.Name, new("String", "String", parameter.Type.IsList, false), parameter.Node) { Default = "" };

    /// <summary>The rule that a resource makes; null where it makes none: its condition does not hold, or it has no pattern, or an error.</summary>
    private ReplayRule? Rule(TemplateResource resource)
    {
        if (resource.Properties?["EventPattern"] is not { } node)
        {
            return null;
        }

        if (OpenIn(resource, node) is { Count: > 0 } open)
        {
            _errors.Add($"line {resource.Node.Line}: rule {resource.LogicalId} needs the parameter{(open.Count == 1 ? "" : "s")} {string.Join(", ", open)}: give --parameter {open[0]}=VALUE.");
            return null;
        }

        if (!_evaluation.Exists(resource.LogicalId))
        {
            return null;
        }

        var properties = _evaluation.Properties(resource.LogicalId, static (_, _) => ResourceAnswer.Later);
        var pattern = properties.Value["EventPattern"];
        if (properties.Errors.FirstOrDefault(error => error.Path.Contains(".EventPattern", StringComparison.Ordinal)) is { } wrong)
        {
            _errors.Add(wrong.ToString());
            return null;
        }

        if (Evaluator.OpenIn(pattern) is not null)
        {
            _errors.Add($"line {node.Line}: rule {resource.LogicalId}: its pattern names a resource of the template, whose name is known once it is deployed: replay against the running one, without --template.");
            return null;
        }

        return Compile(resource, properties.Value, pattern);
    }

    private ReplayRule? Compile(TemplateResource resource, JsonObject properties, JsonValue? value)
    {
        // A pattern may stand in the template as JSON or as a text that holds JSON.
        var text = value is JsonString written ? written.Value : value?.ToString() ?? "";
        if (!EventPattern.TryCompile(text, out var pattern, out var error))
        {
            _errors.Add($"line {resource.Properties?["EventPattern"]?.Line}: rule {resource.LogicalId}: {error.Message.ReplaceLineEndings(" ")}");
            return null;
        }

        var bus = properties.String("EventBusName");
        var state = properties.String("State");
        var name = properties.String("Name") is { Length: > 0 } given && Evaluator.OpenIn(properties["Name"]) is null ? given : resource.LogicalId;
        return new(
            name, pattern, state != "DISABLED", state == Events.Rule.AllManagementEvents,
            bus is null or Events.BusTypes.DefaultBus || bus.EndsWith(":event-bus/default", StringComparison.Ordinal));
    }

    /// <summary>The parameters without a value that the pattern and the rule's being there depend on.</summary>
    private List<string> OpenIn(TemplateResource resource, TemplateNode pattern)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<(TemplateNode Node, FunctionPlaces Place)>([(pattern, FunctionPlaces.Resources)]);
        var found = new List<string>();
        Follow(resource.Condition);
        while (waiting.TryDequeue(out var next))
        {
            found.AddRange(TemplateFunctions
                .References(next.Node, next.Place, TemplatePath.Root, call => call.Function.Taken(call, _evaluation.Conditions.GetValueOrDefault))
                .Select(reference => reference.Target).Where(_open.Contains));
            ConditionsIn(next.Node).ToList().ForEach(Follow);
        }

        return [.. found.Distinct()];

        void Follow(string? condition)
        {
            if (condition is not null && seen.Add(condition) && Template.Conditions.GetValueOrDefault(condition) is { } node)
            {
                waiting.Enqueue((node, FunctionPlaces.Logic));
            }
        }
    }

    /// <summary>The conditions that a tree asks for, as <c>Fn::If</c> or <c>Condition</c>.</summary>
    private static IEnumerable<string> ConditionsIn(TemplateNode node) => node switch
    {
        TemplateNode.Map { Members: [{ Name: "Condition", Value: TemplateNode.Scalar name }] } => [name.Value],
        TemplateNode.Map { Members: [{ Name: "Fn::If", Value: TemplateNode.List { Items: [TemplateNode.Scalar name, .. var branches] } }] } =>
            [name.Value, .. branches.SelectMany(ConditionsIn)],
        TemplateNode.Map map => map.Members.SelectMany(member => ConditionsIn(member.Value)),
        TemplateNode.List list => list.Items.SelectMany(ConditionsIn),
        _ => [],
    };
}
