using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Nodes;

internal sealed class AndOrNode(Node left, Node right, bool isOr) : Node
{
    public override Item Run(Item input, Frame frame) => left.Evaluate(input, frame).IsTrue() == isOr ? isOr : right.Evaluate(input, frame).IsTrue();
}

internal sealed class ArithmeticNode(char operation, Node left, Node right) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var (a, b) = (left.Evaluate(input, frame), right.Evaluate(input, frame));
        if (!a.IsUndefined && !Numbers.IsNumeric(a))
        {
            throw new JsonataException("T2001", $"The left side of the \"{operation}\" operator must evaluate to a number");
        }

        if (!b.IsUndefined && !Numbers.IsNumeric(b))
        {
            throw new JsonataException("T2002", $"The right side of the \"{operation}\" operator must evaluate to a number");
        }

        if (a.IsUndefined || b.IsUndefined)
        {
            return default;
        }

        return operation switch
        {
            '+' => a.Number + b.Number,
            '-' => a.Number - b.Number,
            '*' => a.Number * b.Number,
            '/' => a.Number / b.Number,
            _ => a.Number % b.Number,
        };
    }
}

internal sealed class NegateNode(Node operand) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var value = operand.Evaluate(input, frame);
        return value.IsUndefined ? default(Item)
            : Numbers.IsNumeric(value) ? -value.Number
            : throw new JsonataException("D1002", "Cannot negate a non-numeric value");
    }
}

internal sealed class EqualNode(Node left, Node right, bool isEqual) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var (a, b) = (left.Evaluate(input, frame), right.Evaluate(input, frame));
        return !a.IsUndefined && !b.IsUndefined && ItemEquality.Equal(a, b) == isEqual;
    }
}

internal sealed class OrderNode(string operation, Node left, Node right) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var (a, b) = (left.Evaluate(input, frame), right.Evaluate(input, frame));
        if (a.Symbol is not ('m' or 's' or 'n') || b.Symbol is not ('m' or 's' or 'n'))
        {
            throw new JsonataException("T2010", $"The expressions either side of operator \"{operation}\" must evaluate to numeric or string values");
        }

        if (a.IsUndefined || b.IsUndefined)
        {
            return default;
        }

        if (a.Symbol != b.Symbol)
        {
            throw new JsonataException("T2009", $"The values either side of operator \"{operation}\" must be of the same data type");
        }

        var (x, y) = a.Text is { } text ? (string.CompareOrdinal(text, b.Text), 0d) : (a.Number, b.Number);
        return operation switch
        {
            "<" => x < y,
            "<=" => x <= y,
            ">" => x > y,
            _ => x >= y,
        };
    }
}

internal sealed class ConcatenateNode(Node left, Node right) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var (a, b) = (left.Evaluate(input, frame), right.Evaluate(input, frame));
        return frame.Evaluation.Taken(Text(a, frame.Evaluation) + Text(b, frame.Evaluation));
    }

    private static string Text(Item item, Evaluation evaluation) => item.IsUndefined ? "" : ItemJson.Text(item, evaluation);
}

internal sealed class InNode(Node left, Node right) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var (a, b) = (left.Evaluate(input, frame), right.Evaluate(input, frame));
        if (a.IsUndefined || b.IsUndefined)
        {
            return false;
        }

        if (!b.IsArray)
        {
            return ItemEquality.Same(a, b);
        }

        for (var index = 0; index < b.Count; index++)
        {
            if (ItemEquality.Same(a, b[index]))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class RangeNode(Node left, Node right) : Node
{
    private const int MaxCount = 10_000_000;

    public override Item Run(Item input, Frame frame)
    {
        var (a, b) = (left.Evaluate(input, frame), right.Evaluate(input, frame));
        if (!a.IsUndefined && !IsWhole(a))
        {
            throw new JsonataException("T2003", "The left side of the range operator (..) must evaluate to an integer");
        }

        if (!b.IsUndefined && !IsWhole(b))
        {
            throw new JsonataException("T2004", "The right side of the range operator (..) must evaluate to an integer");
        }

        if (a.IsUndefined || b.IsUndefined || a.Number > b.Number)
        {
            return default;
        }

        var count = b.Number - a.Number + 1;
        return count > MaxCount
            ? throw new JsonataException("D2014", $"The size of the sequence allocated by the range operator (..) must not exceed 1e7. Attempted to allocate {count}")
            : new(new ItemRange(a.Number, (int)count));
    }

    private static bool IsWhole(Item item) => item.IsNumber && double.IsInteger(item.Number);
}

internal sealed class ConditionNode(Node condition, Node then, Node? @else) : Node
{
    public override Item Run(Item input, Frame frame) => condition.Evaluate(input, frame).IsTrue() ? then.Evaluate(input, frame)
        : @else is null ? default : @else.Evaluate(input, frame);
}

/// <summary>The test of <c>??</c>.</summary>
internal sealed class ExistsNode(Node operand) : Node
{
    public override Item Run(Item input, Frame frame) => !operand.Evaluate(input, frame).IsUndefined;
}

internal sealed class BlockNode(Node[] statements) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var inner = frame.Inner();
        Item result = default;
        foreach (var statement in statements)
        {
            result = statement.Evaluate(input, inner);
        }

        return result;
    }
}

internal sealed class BindNode(string name, Node value) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var result = value.Evaluate(input, frame);
        frame.Bind(name, result);
        return result;
    }
}

/// <param name="nested">Whether each item is an array constructor of its own, which stays one item.</param>
internal sealed class ArrayNode(Node[] items, bool[] nested, bool isConstructor) : Node
{
    public override Item Run(Item input, Frame frame)
    {
        var list = new ItemList { IsConstructed = isConstructor };
        for (var index = 0; index < items.Length; index++)
        {
            var value = items[index].Evaluate(input, frame);
            if (value.Ref is ItemRange && items.Length == 1 && !nested[index] && !isConstructor)
            {
                return value;
            }

            if (!value.IsUndefined)
            {
                frame.Evaluation.Take(nested[index] ? 32 : 16L * Math.Max(1, value.Count));
                if (nested[index])
                {
                    list.Add(value);
                }
                else
                {
                    list.AddFlat(value);
                }
            }
        }

        return list;
    }
}
