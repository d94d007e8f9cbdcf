using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Nodes;

/// <summary>What happens after a step: a filter, or the rows' positions are bound to a name.</summary>
internal readonly record struct StepStage(Node? Filter, string? IndexName);

/// <summary>One step of a path with all that is attached to it.</summary>
internal sealed record PathStep(Node Node, StepStage[] Stages)
{
    public bool IsTuple { get; init; }

    public bool IsConstructor { get; init; }

    public string? Focus { get; init; }

    public string? Index { get; init; }

    /// <summary>Its label is read when the path runs: another use of the same ancestor may have changed it.</summary>
    public Parsing.Slot? Ancestor { get; init; }
}

/// <summary>Steps, each of which maps the items that the one before found.</summary>
internal sealed class PathNode(PathStep[] steps, bool isTuple, bool keepsSingleton, GroupNode? group) : Node
{
    /// <summary>How many steps at the start only name something, so that what they find in one object needs no list.</summary>
    private readonly int _plainSteps = isTuple || keepsSingleton ? 0 : steps.TakeWhile((step, index) =>
        step is { Stages: [], IsTuple: false, IsConstructor: false, Focus: null, Index: null } && (step.Node is NameNode || (index == 0 && step.Node is VariableNode))).Count();

    public override Item Run(Item input, Frame frame)
    {
        if (_plainSteps > 0 && !input.IsArray)
        {
            var (found, first) = Plain(input, frame);
            return first == steps.Length || found.IsUndefined
                ? group is null ? found : group.Group(found, frame)
                : Steps(found.IsArray ? found : ItemList.SequenceOf(found), first, frame);
        }

        return Steps(input.IsArray && steps[0].Node is not VariableNode ? input : ItemList.SequenceOf(input), 0, frame);
    }

    /// <summary>Goes from value to value as far as names lead from one that is no array.</summary>
    private (Item Found, int Next) Plain(Item current, Frame frame)
    {
        for (var index = 0; index < _plainSteps; index++)
        {
            if (index > 0 && current.IsArray)
            {
                return (current, index);
            }

            if (steps[index].Node is NameNode name)
            {
                frame.Evaluation.Touch();
                current = current.Member(name.Name);
            }
            else
            {
                current = steps[index].Node.Evaluate(current, frame);
            }

            if (current.IsUndefined)
            {
                return (current, index + 1);
            }
        }

        return (current, _plainSteps);
    }

    private Item Steps(Item current, int first, Frame frame)
    {
        ItemList? tuples = null;
        var inTuples = false;
        for (var index = first; index < steps.Length; index++)
        {
            var step = steps[index];
            inTuples |= step.IsTuple;
            Item result;
            if (index == 0 && step.IsConstructor)
            {
                result = step.Node.Evaluate(current, frame);
            }
            else if (inTuples)
            {
                result = tuples = Rows(step, current, tuples, frame);
            }
            else
            {
                result = Step(step, current, frame, index == steps.Length - 1);
            }

            if (!inTuples && (result.IsUndefined || (result.IsArray && result.Count == 0)))
            {
                current = result;
                break;
            }

            current = step.Focus is null ? result : current;
        }

        if (inTuples)
        {
            current = isTuple ? tuples! : Contexts(tuples!);
        }

        if (keepsSingleton && !current.IsUndefined)
        {
            current = Kept(current);
        }

        return group is null ? current : group.Group(inTuples ? tuples! : current, frame);
    }

    private static Item Kept(Item current)
    {
        if (current.Ref is ItemList { IsConstructed: true, IsSequence: false })
        {
            current = ItemList.SequenceOf(current);
        }
        else if (current.Ref is not ItemList { IsSequence: true })
        {
            return current;
        }

        ((ItemList)current.Ref!).KeepsSingleton = true;
        return current;
    }

    private static ItemList Contexts(ItemList tuples)
    {
        var result = ItemList.Sequence();
        foreach (var row in tuples.Span)
        {
            result.Add(((Binding)row.Ref!).ContextItem);
        }

        return result;
    }

    private static Item Step(PathStep step, Item input, Frame frame, bool isLast)
    {
        if (step.Node is SortNode sort)
        {
            var sorted = sort.Sort(input, frame);
            foreach (var stage in step.Stages)
            {
                sorted = FilteredNode.Filter(stage.Filter!, sorted, frame);
            }

            return sorted;
        }

        var count = input.Count;
        var results = ItemList.Sequence();
        Item only = default;
        var found = 0;
        for (var index = 0; index < count; index++)
        {
            var result = step.Node.Evaluate(input[index], frame);
            foreach (var stage in step.Stages)
            {
                result = FilteredNode.Filter(stage.Filter!, result, frame);
            }

            if (result.IsUndefined)
            {
                continue;
            }

            only = result;
            found++;
            frame.Evaluation.Take(16);
            if (result.Ref is ItemList { IsConstructed: true } || !result.IsArray)
            {
                results.Add(result);
            }
            else
            {
                frame.Evaluation.Take(16L * result.Count);
                results.AddFlat(result);
            }
        }

        return isLast && found == 1 && only.IsArray && only.Ref is not ItemList { IsSequence: true } ? only : results;
    }

    private static ItemList Rows(PathStep step, Item input, ItemList? tuples, Frame frame)
    {
        var result = new ItemList { IsSequence = true, IsTuples = true };
        if (step.Node is SortNode sort)
        {
            var sorted = sort.Sort(tuples is null ? input : tuples, frame);
            for (var at = 0; at < sorted.Count; at++)
            {
                var row = sorted[at].Ref as Binding ?? Binding.Row(sorted[at]);
                result.Add(new(tuples is null && step.Index is not null ? row.With(step.Index, at) : row));
            }

            return Staged(step, result, frame);
        }

        var count = tuples?.Count ?? input.Count;
        for (var at = 0; at < count; at++)
        {
            var row = tuples is null ? Binding.Row(input[at]) : (Binding)tuples[at].Ref!;
            if (tuples is null && input[at].IsUndefined)
            {
                continue;
            }

            var found = step.Node.Evaluate(row.ContextItem, frame.Inner(row));
            if (!found.IsUndefined)
            {
                Add(step, row, found, result, frame.Evaluation);
            }
        }

        return Staged(step, result, frame);
    }

    private static void Add(PathStep step, Binding row, Item found, ItemList into, Evaluation evaluation)
    {
        var isRows = found.Ref is ItemList { IsTuples: true };
        var count = found.IsArray ? found.Count : 1;
        for (var at = 0; at < count; at++)
        {
            var item = found.IsArray ? found[at] : found;
            var next = row;
            if (isRows)
            {
                next = row.Merge((Binding)item.Ref!);
            }
            else
            {
                next = row.With(step.Focus ?? Binding.Context, item);
                next = step.Index is null ? next : next.With(step.Index, at);
                next = step.Ancestor is null ? next : next.With(step.Ancestor.Label, row.ContextItem);
            }

            evaluation.Take(64);
            into.Add(new(next));
        }
    }

    private static ItemList Staged(PathStep step, ItemList rows, Frame frame)
    {
        foreach (var stage in step.Stages)
        {
            if (stage.Filter is not null)
            {
                rows = (ItemList)FilteredNode.Filter(stage.Filter, rows, frame).Ref!;
                continue;
            }

            for (var at = 0; at < rows.Count; at++)
            {
                rows[at] = new(((Binding)rows[at].Ref!).With(stage.IndexName!, at));
            }
        }

        return rows;
    }
}
