using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>Checks selectors: that they are JSONPath, and lead to what the result of the call can have.</summary>
internal sealed partial class SelectorCheck(Inspection inspection)
{
    /// <summary>What boto3 puts into every answer.</summary>
    private const string Metadata = "ResponseMetadata";

    /// <summary>Structures that a search below everything looks at.</summary>
    private const int MostSearched = 2_000;

    /// <param name="result">What it is applied to; null where that is not known.</param>
    /// <param name="isScript">Whether that is a script's, which has all that it returns in <c>Payload</c>.</param>
    /// <returns>The type of the one value that it leads to; null where that is not known, or are many.</returns>
    public ApiShape? Check(string selector, TemplatePath path, TemplateNode node, ApiShape.Structure? result, bool isScript)
    {
        // A reference within is put in before the path is read; any word stands for it.
        var text = ReferencePattern.Replace(selector.Trim(), "x");
        if (!Values.Selector.TryParse(text, out var parsed, out var wrong))
        {
            inspection.Mistakes.Add(MistakeCode.Selector, $"the selector '{selector}' is no JSONPath: {wrong.Message}", path, node);
            return null;
        }

        if (parsed.Root != PathRoot.Input)
        {
            inspection.Mistakes.Add(MistakeCode.Selector, $"the selector '{selector}' is no path into the result; it begins with $. or $[", path, node);
            return null;
        }

        if (isScript)
        {
            if (parsed.Steps is [PathStep.Member(var first), ..] && first != "Payload")
            {
                Tell($"'{first}' is not in the result of a script; what the script returns is at $.Payload", selector, path, node);
            }

            return null;
        }

        if (result is { Members.Count: 0 } && !parsed.Steps.IsEmpty)
        {
            // Published documents ask operations without an answer for one; it does no harm.
            inspection.Warnings.Add(MistakeCode.Selector, $"the selector '{selector}' leads nowhere: the operation answers with nothing", path, node);
            return null;
        }

        return result is null ? null : Walk(parsed, result, selector, path, node);
    }

    /// <summary>What a value of the shape is, in words, where it can never be of the type.</summary>
    public static string? Misfit(ApiShape shape, RunbookType type) => (shape, type) switch
    {
        (ApiShape.Structure or ApiShape.Map, not (RunbookType.StringMap or RunbookType.String)) => "a map",
        (ApiShape.List, RunbookType.Integer or RunbookType.Boolean) when Holds(shape) is ApiShape.Structure or ApiShape.Map or ApiShape.List => "a list of maps",
        (ApiShape.List, RunbookType.StringMap or RunbookType.MapList) when Holds(shape) is ApiShape.Text or ApiShape.Number or ApiShape.Boolean => "a list of texts",
        (ApiShape.Number, RunbookType.Boolean or RunbookType.StringMap or RunbookType.MapList) => "a number",
        (ApiShape.Boolean, RunbookType.Integer or RunbookType.StringMap or RunbookType.MapList) => "a boolean",
        _ => null,
    };

    private static ApiShape? Holds(ApiShape shape) => (shape as ApiShape.List)?.Item();

    private ApiShape? Walk(JsonPath parsed, ApiShape.Structure result, string selector, TemplatePath path, TemplateNode node)
    {
        ApiShape? shape = result;
        for (var at = 0; at < parsed.Steps.Length && shape is not null; at++)
        {
            if (at == 0 && parsed.Steps[0] is PathStep.Member(Metadata))
            {
                return null;
            }

            if (parsed.Steps[at] is PathStep.Descend)
            {
                if (at + 1 < parsed.Steps.Length && parsed.Steps[at + 1] is PathStep.Member(var sought) && sought != Metadata && !HasBelow(shape, sought))
                {
                    Tell($"no '{sought}' is anywhere in the result", selector, path, node);
                }

                return null;
            }

            shape = Step(shape, parsed.Steps[at], selector, path, node);
        }

        return parsed.IsDefinite && parsed.Function is null ? shape : null;
    }

    /// <returns>Null where it leads nowhere, which is told, or to what is not described.</returns>
    private ApiShape? Step(ApiShape shape, PathStep step, string selector, TemplatePath path, TemplateNode node)
    {
        switch (shape, step)
        {
            case (ApiShape.Other, _) or (_, PathStep.Members):
                return null;
            case (ApiShape.Structure structure, PathStep.Member(var name)):
                if (structure.Find(name) is { } member)
                {
                    return member;
                }

                Tell($"the result has no '{name}' there{Spelling.Hint(name, structure.Members)}", selector, path, node);
                return null;
            case (ApiShape.Map map, PathStep.Member or PathStep.All):
                return map.Value();
            case (ApiShape.List list, PathStep.Member(var name)):
                Tell($"'{name}' is asked of a list; [0] or [*] has to stand before it", selector, path, node);
                return null;
            case (ApiShape.List list, _):
                return list.Item();
            case (_, PathStep.Filter):
                return shape;
            case (ApiShape.Structure or ApiShape.Map, PathStep.All):
                return null;
            case (ApiShape.Structure or ApiShape.Map, _):
                Tell("an element is asked of a map", selector, path, node);
                return null;
            default:
                Tell("it goes on below a single value", selector, path, node);
                return null;
        }
    }

    private static bool HasBelow(ApiShape shape, string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<ApiShape>([shape]);
        while (waiting.TryPop(out var current))
        {
            switch (current)
            {
                case ApiShape.Structure structure when seen.Add(structure.Name):
                    if (structure.Members.Contains(name) || seen.Count > MostSearched)
                    {
                        return true;
                    }

                    foreach (var member in structure.Members)
                    {
                        waiting.Push(structure.Find(member) ?? new ApiShape.Other());
                    }

                    break;
                case ApiShape.List list:
                    waiting.Push(list.Item());
                    break;
                case ApiShape.Map or ApiShape.Other:
                    // Any key may be there.
                    return true;
            }
        }

        return false;
    }

    private void Tell(string what, string selector, TemplatePath path, TemplateNode node) =>
        inspection.Mistakes.Add(MistakeCode.Selector, $"the selector '{selector}' leads nowhere: {what}", path, node);

    [GeneratedRegex(@"\{\{[^{}]*\}\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ReferencePattern { get; }
}
