using System.Text.RegularExpressions;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks.Checking;

/// <summary>One thing done to a valid document that makes it wrong.</summary>
/// <param name="What">For whoever reads a failure.</param>
/// <param name="Lines">Where it has to be told, from 1: at each of them.</param>
internal sealed record RunbookMutation(string What, string Text, IReadOnlyList<int> Lines);

/// <summary>Makes mutations line by line: names that lead nowhere, misspelt members, values of other types, broken selectors.</summary>
internal static class RunbookMutations
{
    /// <summary>A pattern of a line, what it is replaced with, and what that is.</summary>
    private static readonly (string Pattern, string Replacement, string What)[] Rules =
    [
        (@"^(\s*-? *""?schemaVersion""?: *)[""']0\.3[""']", "$1'0.4'", "another schema"),
        (@"(""?\baction""?: *[""']?aws:\w+)", "$1x", "an unknown action"),
        (@"(""?Selector""?: *[""']?\$[^\s,""'}]*)(?=[\s,""'}]|$)", "$1[", "a selector with an open bracket"),
        (@"(?<=^\s*|Selector.*)(\bType: *)(String|StringList|Integer|Boolean|StringMap|MapList)\b(?! *,)", "$1$2s", "an unknown type of an output"),
        (@"(""?\bnextStep""?: *)\w+", "$1nowhere", "a nextStep that there is none of"),
        (@"(\bNextStep: *)\w+", "$1nowhere", "a choice that leads nowhere"),
        (@"(\bDefault: *)\w+", "$1nowhere", "a default that leads nowhere"),
        (@"(""?on(Failure|Cancel)""?: *""?step:)\w+", "$1nowhere", "an escape that leads nowhere"),
        (@"(""?on(Failure|Cancel)""?: *""?)(Abort|Continue)", "$1Retry", "an escape of no kind"),
        (@"(""?maxAttempts""?: *)[0-9]+", "${1}0", "no attempt"),
        (@"(""?maxAttempts""?: *)[0-9]+", "$1often", "attempts that are no number"),
        (@"(""?timeoutSeconds""?: *)[0-9]+", "${1}99999999", "a time-out above all limits"),
        (@"(""?timeoutSeconds""?: *)[0-9]+", "$1[1]", "a time-out that is a list"),
        (@"(""?is(End|Critical)""?: *)(['""]?)(true|false|True)\3", "$1perhaps", "a flag that is none"),
        (@"(?<=^\s*)""?(inputs|outputs|isEnd|isCritical|onFailure|maxAttempts|timeoutSeconds|nextStep|allowedValues|allowedPattern|default|minItems)""?:", "$1x:", "a misspelt member"),
        (@"(""?Duration""?: *)['""]?PT[0-9]+S['""]?", "${1}3s", "a duration that is none"),
        (@"(String(Equals)|Equals(IgnoreCase)|Numeric(Greater|LesserOrEquals|GreaterOrEquals)|Boolean(Equals)|StartsWith|EndsWith)\b(?=:)", "$1s", "an unknown operator"),
        (@"(BooleanEquals: *)(true|false)", "$1maybe", "a comparison with what is no boolean"),
        (@"(Numeric(Greater|GreaterOrEquals): *)[0-9]+", "$1many", "a comparison with what is no number"),
        (@"(?<=^[^|]*[""'])\{\{ ?(\w[\w:.-]*) ?\}\}(?=[""'])", "{{ $1 }", "a reference with a brace missing"),
        (@"\{\{ ?global:(\w+) ?\}\}", "{{ global:$1_X }}", "an unknown system variable"),
        (@"\{\{ ?automation:EXECUTION_ID ?\}\}", "{{ automation:ID }}", "an unknown automation variable"),
        (@"(""?DesiredState""?: *)""?\w+""?", "$1resting", "a state that there is none of"),
        (@"(?<=^\s{6,})(Service|Api|DocumentName|FunctionName|StackName|DesiredState|Runtime|Handler|IntegrationName|stateMachineArn|PropertySelector|DesiredValues|ImageId|SourceRegion|ImageName|Approvers|ResourceIds|IteratorDataType): *([^\s\[|].*|\[.*\])$", "$1s: $2", "a misspelt input"),
        (@"(DocumentName|FunctionName|StackName|Runtime|IntegrationName|stateMachineArn)(""?: *)(?!\[)[^,}]+(?=,? *}?$)", "$1$2[a, b]", "a list for a text"),
        (@"(""?(MinRequiredApprovals|MaxIterations|TimeoutInMinutes|MinInstanceCount|TimeoutSeconds)""?: *)""?([0-9]+|\{\{.*\}\})""?", "$1few", "a text for a number"),
        (@"(""?(Force|NoReboot|Encrypted|DisableRollback|CheckStateOnly)""?: *)['""]?(true|false)['""]?", "$1perhaps", "a text for a boolean"),
        (@"(Runtime: *)(python3\.[0-9]+|PowerShell 7\.4)", "${1}perl 5", "a runtime that there is none of"),
        (@"(Handler: *)(?!main)(\w+)", "$1other", "a handler that the script has not"),
        (@"(Attachment: *)\S+", "$1none.zip", "an attachment that is not named"),
    ];

    public static IEnumerable<RunbookMutation> Of(string text, RunbookDocument document) =>
        [.. ByRule(text), .. Renamed(text, document), .. Ended(text)];

    private static IEnumerable<RunbookMutation> ByRule(string text)
    {
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            foreach (var (pattern, replacement, what) in Rules)
            {
                var changed = Regex.Replace(lines[index], pattern, replacement);
                if (changed != lines[index])
                {
                    yield return new($"{what}, line {index + 1}: {changed.Trim()}", With(lines, index, changed), [index + 1]);
                }
            }
        }
    }

    /// <summary>What is renamed where it is defined is missing wherever it is referred to.</summary>
    private static IEnumerable<RunbookMutation> Renamed(string text, RunbookDocument document)
    {
        foreach (var step in document.Steps.Concat(document.Steps.SelectMany(step => step.Steps)))
        {
            yield return Rename(text, $@"(""?\bname""?: *""?){step.Name}\b", $@"(?i:(next|onFailure|onCancel|Default)\w*""?: *""?(step:)?){step.Name}\b|\{{\{{ ?{step.Name}\.|^ *(- |outputs: \[?|""outputs"": \[ *).*\b{step.Name}\.|, {step.Name}\.", $"step {step.Name} renamed");

            // What an action gives without being asked is there under whatever name it is declared too.
            foreach (var output in step.Outputs.Where(output => output.Name != "Payload"))
            {
                yield return Rename(text, $@"(\bName: *){output.Name}\b", $@"\{{\{{ ?{step.Name}\.{output.Name}\b|^(outputs:| *-) .*\b{step.Name}\.{output.Name}\b", $"output {output.Name} renamed", output.Line - 1);
            }
        }

        foreach (var parameter in document.Parameters)
        {
            yield return Rename(text, $@"(?<=^\s*""?)(){parameter.Name}(?=""?:)", $@"^(?!.*""?default).*\{{\{{ ?{parameter.Name} ?\}}\}}", $"parameter {parameter.Name} renamed");
        }

        foreach (var variable in document.Variables)
        {
            yield return Rename(text, $@"(?<=^\s*)(){variable.Name}(?=:)", $@"variable:{variable.Name}\b", $"variable {variable.Name} renamed");
        }
    }

    private static RunbookMutation Rename(string text, string definition, string use, string what, int from = 0)
    {
        var lines = text.Split('\n');
        var defined = Array.FindIndex(lines, from, line => Regex.IsMatch(line, definition));
        var used = Enumerable.Range(0, lines.Length).Where(index => index != defined && Regex.IsMatch(lines[index], use)).Select(index => index + 1).ToList();
        var changed = defined < 0 ? text : With(lines, defined, Regex.Replace(lines[defined], definition, "$1renamed"));
        return new(what, changed, used);
    }

    /// <summary>A step that ends the execution and goes on.</summary>
    private static IEnumerable<RunbookMutation> Ended(string text)
    {
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (Regex.Match(lines[index], @"^( *)nextStep: ") is { Success: true } match)
            {
                yield return new($"isEnd beside nextStep, line {index + 1}", With(lines, index, $"{match.Groups[1].Value}isEnd: true\n{lines[index]}"), [index + 2]);
            }
        }
    }

    private static string With(string[] lines, int index, string line) => string.Join('\n', lines.Select((old, at) => at == index ? line : old));
}
