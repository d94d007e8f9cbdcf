using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Expressions.Jsonata.Parsing;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Nodes;

internal sealed class LiteralNode(Item value) : Node
{
    public Item Value { get; } = value;

    public override Item Run(Item input, Frame frame) => Value;
}

internal sealed class NameNode(string name) : Node
{
    public string Name { get; } = name;

    public override Item Run(Item input, Frame frame) => Members.Lookup(input, Name);
}

/// <summary>A variable, <c>$</c> (no name) or <c>$$</c> (bound as <c>$</c>).</summary>
internal sealed class VariableNode(string name) : Node
{
    public string Name { get; } = name;

    public override Item Run(Item input, Frame frame)
    {
        if (Name.Length == 0)
        {
            return input.Ref is ItemList { IsOuter: true } outer ? outer[0] : input;
        }

        return frame.TryFind(Name, out var value) ? value : new(frame.Evaluation.Functions.Find(Name));
    }
}

/// <summary><c>%</c>.</summary>
internal sealed class ParentNode(Slot slot) : Node
{
    public override Item Run(Item input, Frame frame) => frame.TryFind(slot.Label, out var value) ? value : default;
}

/// <summary><c>*</c>.</summary>
internal sealed class WildcardNode : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var item = input.Ref is ItemList { IsOuter: true } outer ? outer[0] : input;
        var found = ItemList.Sequence();
        var isPlain = false;
        for (var index = 0; index < item.Count; index++)
        {
            isPlain |= item[index].IsArray;
            Flatten(item[index], found);
        }

        foreach (var (_, value) in Members.Of(item))
        {
            isPlain |= value.IsArray;
            Flatten(value, found);
        }

        if (!isPlain)
        {
            return found;
        }

        var plain = new ItemList();
        plain.AddFlat(found);
        return plain;
    }

    private static void Flatten(Item value, ItemList into)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!value.IsArray)
        {
            into.Add(value);
            return;
        }

        for (var index = 0; index < value.Count; index++)
        {
            Flatten(value[index], into);
        }
    }
}

/// <summary><c>**</c>.</summary>
internal sealed class DescendantNode : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var found = ItemList.Sequence();
        if (!input.IsUndefined)
        {
            Collect(input, found, frame.Evaluation);
        }

        return found;
    }

    private static void Collect(Item item, ItemList into, Evaluation evaluation)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        evaluation.Step();
        if (item.IsArray)
        {
            for (var index = 0; index < item.Count; index++)
            {
                Collect(item[index], into, evaluation);
            }

            return;
        }

        evaluation.Take(16);
        into.Add(item);
        foreach (var (_, value) in Members.Of(item))
        {
            Collect(value, into, evaluation);
        }
    }
}

internal sealed class LambdaNode(string[] parameters, Signature? signature, Node body) : Node
{
    public string[] Parameters { get; } = parameters;

    public Signature? Signature { get; } = signature;

    public Node Body { get; } = body;

    public override Item Run(Item input, Frame frame) => new Lambda(this, input, frame);
}
