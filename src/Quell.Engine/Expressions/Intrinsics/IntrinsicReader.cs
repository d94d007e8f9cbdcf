using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>
/// Reads calls of intrinsic functions (developer guide, "Reserved characters in intrinsic functions"): arguments are texts in
/// single quotes, numbers, <c>true</c>, <c>false</c>, <c>null</c>, paths, and calls.
/// </summary>
internal static class IntrinsicReader
{
    /// <summary>Calls inside each other.</summary>
    public const int MaxDepth = 10;

    private const int MaxArguments = 10_000;

    /// <exception cref="PathSyntaxException">It is no call of a function that there is.</exception>
    public static IntrinsicCall ReadWhole(string text)
    {
        if (text.Length > PathReader.LongestText)
        {
            throw new PathSyntaxException($"A call has at most {PathReader.LongestText} characters", PathReader.LongestText);
        }

        var cursor = new TextCursor(text);
        var call = ReadCall(cursor, 1);
        cursor.SkipSpace();
        return cursor.IsAtEnd ? call : throw cursor.Unexpected("the end");
    }

    private static IntrinsicCall ReadCall(TextCursor cursor, int depth)
    {
        if (depth > MaxDepth)
        {
            throw cursor.Wrong($"Intrinsic functions are nested more than {MaxDepth} times");
        }

        var start = cursor.Position;
        var function = ReadFunction(cursor);
        cursor.Expect("(");
        var arguments = ImmutableArray.CreateBuilder<IntrinsicArgument>();
        while (!cursor.TakeAfterSpace(")"))
        {
            if (arguments.Count > 0)
            {
                cursor.Expect(",");
            }

            if (arguments.Count >= Math.Min(function.Most, MaxArguments))
            {
                throw cursor.Wrong($"{function.Name} takes no more than {arguments.Count} arguments");
            }

            arguments.Add(ReadArgument(cursor, depth, isTemplate: function.Name == "States.Format" && arguments.Count == 0));
        }

        return arguments.Count >= function.Least
            ? new IntrinsicCall(cursor.Text[start..cursor.Position], function, arguments.DrainToImmutable())
            : throw cursor.Wrong($"{function.Name} needs {function.Least} arguments");
    }

    private static IntrinsicFunction ReadFunction(TextCursor cursor)
    {
        var start = cursor.Position;
        var end = cursor.Take("States.") ? cursor.ReadWord() : "";
        if (end.Length > 0 && IntrinsicFunction.Find($"States.{end}") is { } function)
        {
            return function;
        }

        cursor.Position = start;
        throw end.Length > 0 ? cursor.Wrong($"There is no intrinsic function States.{end}") : cursor.Unexpected("an argument");
    }

    private static IntrinsicArgument ReadArgument(TextCursor cursor, int depth, bool isTemplate)
    {
        cursor.SkipSpace();
        switch (cursor.Current)
        {
            case '\'':
                return ReadText(cursor, isTemplate);
            case '$':
                return new IntrinsicArgument.Path(PathReader.ReadInside(cursor, depth: 0));
            case '-' or (>= '0' and <= '9'):
                return new IntrinsicArgument.Literal(cursor.ReadNumber());
            case 'S':
                return new IntrinsicArgument.Nested(ReadCall(cursor, depth + 1));
            default:
                return new IntrinsicArgument.Literal(LiteralReader.ReadWord(cursor) ?? throw cursor.Unexpected("an argument"));
        }
    }

    /// <summary>Reads a text in single quotes. A template keeps its escapes: <see cref="FormatText"/> needs to tell <c>\{\}</c> from <c>{}</c>.</summary>
    private static IntrinsicArgument ReadText(TextCursor cursor, bool isTemplate)
    {
        var start = cursor.Position++;
        var text = new StringBuilder();
        var isOpen = false;
        while (!cursor.IsAtEnd && cursor.Current != '\'')
        {
            if (cursor.Current == '\\' && cursor.Peek(1) is '\'' or '{' or '}' or '\\')
            {
                text.Append(isTemplate ? "\\" : "").Append(cursor.Peek(1));
                cursor.Position++;
            }
            else
            {
                isOpen |= cursor.Current == '\\';
                text.Append(cursor.Current);
            }

            cursor.Position++;
        }

        if (cursor.IsAtEnd)
        {
            cursor.Position = start;
            throw cursor.Wrong("The text in ' has no end");
        }

        cursor.Position++;
        return isOpen ? new IntrinsicArgument.OpenEscape() : new IntrinsicArgument.Literal(text.ToString());
    }
}
