using System.Collections.Frozen;

namespace Quell.Engine.Templates.Functions;

/// <summary>All intrinsic functions, and where in a tree they are called.</summary>
internal static class TemplateFunctions
{
    private static readonly FrozenDictionary<string, TemplateFunction> All = new TemplateFunction[]
    {
        new RefFunction(), new GetAttFunction(), new SubFunction(), new JoinFunction(), new SelectFunction(), new SplitFunction(),
        new FindInMapFunction(), new IfFunction(), new AndFunction(), new OrFunction(), new NotFunction(), new EqualsFunction(),
        new ConditionFunction(), new ImportValueFunction(), new GetAZsFunction(), new Base64Function(), new CidrFunction(),
        new LengthFunction(), new ToJsonStringFunction(), new ContainsFunction(), new EachMemberEqualsFunction(),
        new EachMemberInFunction(), new RefAllFunction(), new ValueOfFunction(), new ValueOfAllFunction(),
    }.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static string Names { get; } = string.Join(", ", All.Keys.Order(StringComparer.Ordinal));

    /// <summary>The call that a node is; null when it is plain data.</summary>
    /// <param name="node">Any node.</param>
    /// <param name="place">The section it stands in: only in logic is <c>Condition</c> a function, elsewhere a name like any.</param>
    /// <param name="path">Where it stands.</param>
    public static FunctionCall? CallOf(TemplateNode node, FunctionPlaces place, TemplatePath path)
    {
        if (node is not TemplateNode.Map { Members: [var only] } || !All.TryGetValue(only.Name, out var function)
            || (function is ConditionFunction && (place & FunctionPlaces.Logic) == 0))
        {
            return null;
        }

        return new(function, node, only.Value, path.Member(only.Name));
    }

    /// <summary>Every reference in a tree, the arguments of functions included.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="place">The section it stands in.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="taken">Chooses the arguments of a call to follow.</param>
    public static IEnumerable<TemplateReference> References(
        TemplateNode node, FunctionPlaces place, TemplatePath path, Func<FunctionCall, IEnumerable<(TemplateNode Node, TemplatePath Path)>> taken)
    {
        var found = new List<TemplateReference>();
        var open = new Stack<(TemplateNode Node, TemplatePath Path)>();
        open.Push((node, path));
        while (open.TryPop(out var at))
        {
            if (CallOf(at.Node, place, at.Path) is { } call)
            {
                found.AddRange(call.Function.References(call));
                PushAll(open, taken(call));
            }
            else if (at.Node is TemplateNode.Map map)
            {
                PushAll(open, map.Members.Select(member => (member.Value, at.Path.Member(member.Name))));
            }
            else if (at.Node is TemplateNode.List list)
            {
                PushAll(open, list.Items.Select((item, index) => (item, at.Path.Item(index))));
            }
        }

        return found;
    }

    private static void PushAll(Stack<(TemplateNode Node, TemplatePath Path)> open, IEnumerable<(TemplateNode Node, TemplatePath Path)> next)
    {
        foreach (var each in next.Reverse())
        {
            open.Push(each);
        }
    }
}
