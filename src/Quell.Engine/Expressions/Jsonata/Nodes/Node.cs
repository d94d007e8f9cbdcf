using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Nodes;

/// <summary>A part of an expression that evaluates itself. Immutable; for any number of threads.</summary>
internal abstract class Node
{
    /// <summary>Evaluates the node as one level, and takes a sequence for what it stands for.</summary>
    public Item Evaluate(Item input, Frame frame)
    {
        var evaluation = frame.Evaluation;
        evaluation.Enter();
        var result = Run(input, frame);
        evaluation.Leave();
        return result.Ref is ItemList { IsSequence: true } sequence ? sequence.Collapse() : result;
    }

    /// <summary>The node's own part of the work.</summary>
    public abstract Item Run(Item input, Frame frame);
}
