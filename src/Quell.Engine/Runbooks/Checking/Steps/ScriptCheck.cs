using System.Text.RegularExpressions;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking.Steps;

/// <summary>Checks an <c>aws:executeScript</c> as far as its text tells without running it (Systems Manager User Guide, "aws:executeScript").</summary>
internal sealed partial class ScriptCheck(Inspection inspection)
{
    public void Check(StepSite site)
    {
        if (site.Input("Runtime") is not TemplateNode.Scalar runtime || ValueTypes.HasReference(runtime))
        {
            return;
        }

        if (!RuntimePattern.IsMatch(runtime.Value))
        {
            inspection.Mistakes.Add(
                MistakeCode.WrongValue, $"'{runtime.Value}' is no runtime; python3.11 or PowerShell 7.4 is wanted, or another version of them", site.InputsPath.Member("Runtime"), runtime);
            return;
        }

        CheckAttachment(site);
        if (runtime.Value.StartsWith("python", StringComparison.Ordinal))
        {
            CheckHandler(site);
        }
    }

    private void CheckHandler(StepSite site)
    {
        if (site.Input("Handler") is not TemplateNode.Scalar { Value.Length: > 0 } handler)
        {
            inspection.Mistakes.Add(
                MistakeCode.MissingMember, $"{site.Title} runs Python and has to have the input 'Handler'", site.InputsPath, (TemplateNode?)site.Step.InputsSource ?? site.Node);
            return;
        }

        if (site.Input("Script") is TemplateNode.Scalar script && site.Input("Attachment") is null && !ValueTypes.HasReference(handler)
            && !Defines(script.Value, handler.Value) && !PlaceholderPattern.IsMatch(script.Value))
        {
            var defined = DefinitionPattern.Matches(script.Value).Select(match => match.Groups["name"].Value).Distinct().ToList();
            var hint = defined.Count == 0 ? "; it has no function" : Spelling.Hint(handler.Value, defined);
            inspection.Mistakes.Add(
                MistakeCode.Handler, $"the script has no function '{handler.Value}' that 'Handler' names{hint}", site.InputsPath.Member("Handler"), handler);
        }
    }

    /// <summary>Whether the name is a function's, or is given a value or imported; anything that could be the handler counts.</summary>
    private static bool Defines(string script, string handler) =>
        Regex.IsMatch(
            script, $@"(\bdef\s+{Regex.Escape(handler)}\b)|(^\s*{Regex.Escape(handler)}\s*=)|(\bimport\b[^\n]*\b{Regex.Escape(handler)}\b)",
            RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private void CheckAttachment(StepSite site)
    {
        if (site.Input("Attachment") is TemplateNode.Scalar attachment && !ValueTypes.HasReference(attachment) && !inspection.Document.Files.ContainsKey(attachment.Value))
        {
            inspection.Mistakes.Add(
                MistakeCode.WrongValue, $"'files' names no attachment '{attachment.Value}'{Spelling.Hint(attachment.Value, [.. inspection.Document.Files.Keys])}",
                site.InputsPath.Member("Attachment"), attachment);
        }
    }

    [GeneratedRegex(@"\A(python3\.[0-9]{1,2}|PowerShell( Core)? [0-9]\.[0-9])\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RuntimePattern { get; }

    /// <summary>Where a build puts the script's text: <c>%%SCRIPT=parse_input.py%%</c>.</summary>
    [GeneratedRegex(@"%%[^%\n]+%%", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PlaceholderPattern { get; }

    [GeneratedRegex(@"\bdef\s+(?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DefinitionPattern { get; }
}
