using System.CommandLine;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Checking;
using Quell.Runbooks;

namespace Quell.Cli;

/// <summary><c>quell runbook check</c>: every mistake of runbooks, and what they can reach, without running them.</summary>
internal sealed class RunbookCheckCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _files = new("FILE") { Description = "Files with Automation documents, YAML or JSON.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _output = OutputOption.Create();

    private RunbookCheckCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var check = new RunbookCheckCommand(terminal);
        var command = new ExampledCommand(
            "check",
            "Lists every mistake of runbooks, each with its line, and every API call, permission, role and other document that they can reach, without running them. Ends with 0 where there is no mistake, 2 where there is.",
            "quell runbook check stop-instance.yaml",
            "quell runbook check runbooks/*.yaml --output json")
        {
            check._files, check._output,
        };
        command.SetAction(check.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var isJson = parsed.GetValue(_output) == OutputOption.Json;
        var answers = new List<JsonValue>();
        var hasMistakes = false;
        foreach (var file in parsed.GetValue(_files) ?? [])
        {
            var findings = RunbookCheck.Check(InputFile.Read(file), ModelledApis.Catalog);
            var reach = findings.Document is { } document ? RunbookReach.Of(document, ModelledApis.Catalog) : null;
            hasMistakes |= !findings.Mistakes.IsEmpty;
            if (isJson)
            {
                answers.Add(RunbookFindingsJson.Of(file, findings, reach));
            }
            else
            {
                new RunbookFindingsText(_terminal, file).Write(findings, reach);
            }
        }

        if (isJson)
        {
            _terminal.Json(JsonArray.From(answers));
        }

        return hasMistakes ? ExitCode.BadInput : ExitCode.Done;
    }
}
