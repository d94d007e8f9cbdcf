namespace Quell.Engine.Templates;

/// <summary>The order in which the conditions of a template can be decided, so that none has to wait for another.</summary>
internal static class ConditionOrder
{
    public static DependencyOrder Of(Template template)
    {
        var graph = template.Conditions.ToDictionary(
            condition => condition.Key,
            condition => In(condition.Value).Where(template.Conditions.ContainsKey).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        return DependencyOrder.Of([.. template.Conditions.Keys], graph);
    }

    private static IEnumerable<string> In(TemplateNode node) => node switch
    {
        TemplateNode.Map { Members: [{ Name: "Condition", Value: TemplateNode.Scalar name }] } => [name.Value],
        TemplateNode.Map map => map.Members.SelectMany(member => In(member.Value)),
        TemplateNode.List list => list.Items.SelectMany(In),
        _ => [],
    };
}
