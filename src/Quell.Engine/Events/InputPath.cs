using System.Collections.Immutable;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Events;

/// <summary>
/// A path into an event, the part of JSONPath that EventBridge has (user guide, "Input transformation"): <c>$</c>, then names in
/// dot or bracket notation, indices and <c>*</c>. A path with a <c>*</c> gives the array of all that it meets.
/// </summary>
internal sealed class InputPath
{
    private readonly ImmutableArray<Step> _steps;

    private InputPath(ImmutableArray<Step> steps) => _steps = steps;

    /// <summary>Reads a path; null where it is none.</summary>
    public static InputPath? Parse(string text)
    {
        if (text.Length == 0 || text[0] != '$')
        {
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<Step>();
        var position = 1;
        while (position < text.Length)
        {
            var step = text[position] switch
            {
                '.' => ReadName(text, ref position),
                '[' => ReadBracket(text, ref position),
                _ => null,
            };
            if (step is null)
            {
                return null;
            }

            steps.Add(step);
        }

        return new InputPath(steps.DrainToImmutable());
    }

    /// <summary>What lies at the path; C# null where nothing does.</summary>
    public JsonValue? Find(JsonValue root)
    {
        List<JsonValue> found = [root];
        var isMany = false;
        foreach (var step in _steps)
        {
            isMany |= step is Step.All;
            found = [.. found.SelectMany(value => Take(value, step))];
        }

        return isMany ? JsonArray.From(found) : found.FirstOrDefault();
    }

    private static IEnumerable<JsonValue> Take(JsonValue value, Step step) => (step, value) switch
    {
        (Step.Name(var name), JsonObject parent) => parent[name] is { } child ? [child] : [],
        (Step.Index(var index), JsonArray array) when index >= -array.Count && index < array.Count =>
            [array[index < 0 ? array.Count + index : index]],
        (Step.All, JsonObject parent) => parent.Names.Select(name => parent[name] ?? JsonValue.Null),
        (Step.All, JsonArray array) => array.Items,
        _ => [],
    };

    private static Step? ReadName(string text, ref int position)
    {
        var start = ++position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '-' or '_' or '/' or '*' or ':' or '$' or '@' or '#'))
        {
            position++;
        }

        var name = text[start..position];
        return name switch
        {
            "" => null,
            "*" => new Step.All(),
            _ => name.Contains('*', StringComparison.Ordinal) ? null : new Step.Name(name),
        };
    }

    private static Step? ReadBracket(string text, ref int position)
    {
        var isQuoted = position + 1 < text.Length && text[position + 1] is '\'' or '"';
        var close = isQuoted
            ? text.IndexOf($"{text[position + 1]}]", position + 2, StringComparison.Ordinal) + 1
            : text.IndexOf(']', position);
        if (close <= 0)
        {
            return null;
        }

        var inner = text[(position + 1)..close];
        position = close + 1;
        if (isQuoted)
        {
            return new Step.Name(inner[1..^1]);
        }

        return inner == "*" ? new Step.All()
            : int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? new Step.Index(index)
            : null;
    }

    private abstract record Step
    {
        private Step()
        {
        }

        public sealed record Name(string Value) : Step;

        public sealed record Index(int Value) : Step;

        public sealed record All : Step;
    }
}
