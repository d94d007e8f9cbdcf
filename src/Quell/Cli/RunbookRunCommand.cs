using System.CommandLine;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Checking;
using Quell.Runbooks;

namespace Quell.Cli;

/// <summary><c>quell runbook run</c>: runs a runbook in a simulated account of its own, and shows its steps as they go.</summary>
internal sealed class RunbookRunCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _file = new("FILE") { Description = "A file with an Automation document, YAML or JSON." };
    private readonly Option<string[]> _parameters = new("--parameter", "-p")
    {
        Description = "A parameter's value; given several times for one name, its values. A value that is JSON stands for what it says.",
        HelpName = "KEY=VALUE",
    };

    private readonly Option<string[]> _templates = new("--template") { Description = "Deploy this CloudFormation template into the account first; may be given several times.", HelpName = "FILE" };
    private readonly Option<string[]> _documents = new("--document") { Description = "Another runbook, which this one starts by its file's name; may be given several times.", HelpName = "FILE" };
    private readonly Option<bool> _allowNoRole = new("--allow-no-role") { Description = "Run a document without a role as the account's administrator." };
    private readonly Option<string> _output = OutputOption.Create();

    private RunbookRunCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var run = new RunbookRunCommand(terminal);
        var command = new ExampledCommand(
            "run", "Runs a runbook in a simulated account that is there for this run alone, and shows each step. Ends with 0 where it succeeds, 1 where it does not, 2 for a wrong document or parameter.",
            "quell runbook run stop-instance.yaml --template network.yaml --parameter InstanceId=i-0123 --allow-no-role",
            "quell runbook run tag.yaml --parameter 'Ids=[\"vpc-1\",\"vpc-2\"]' --allow-no-role --output json")
        {
            run._file, run._parameters, run._templates, run._documents, run._allowNoRole, run._output,
        };
        command.SetAction(run.Run);
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_file);
        var content = Read(file);
        var trial = new RunbookTrial
        {
            Content = content,
            Parameters = Parameters(parsed.GetValue(_parameters) ?? []),
            Templates = parsed.GetValue(_templates) ?? [],
            Documents = [.. (parsed.GetValue(_documents) ?? []).Select(other => (Path.GetFileNameWithoutExtension(other), Read(other)))],
            AllowsNoRole = parsed.GetValue(_allowNoRole),
        };
        var isJson = parsed.GetValue(_output) == OutputOption.Json;
        var steps = new StepLines(isJson ? _terminal.Error : _terminal.Out);
        var execution = await trial.Run(_terminal with { Out = _terminal.Error }, steps.Add, cancellationToken).ConfigureAwait(false);
        if (isJson)
        {
            _terminal.Out.WriteLine(execution.ToIndentedString());
        }
        else
        {
            steps.End(execution);
        }

        return execution.String("AutomationExecutionStatus") == "Success" ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Read(string file)
    {
        var bytes = InputFile.Read(file);
        var findings = RunbookCheck.Check(bytes, ModelledApis.Catalog);
        return findings.Mistakes.Length == 0
            ? Encoding.UTF8.GetString(bytes)
            : throw new CliException(string.Join("\nquell: ", findings.Mistakes.Select(mistake => $"{file}:{mistake.Line}:{mistake.Column}: {mistake.Message}")));
    }

    private static JsonObject Parameters(string[] texts)
    {
        var values = new Dictionary<string, List<JsonValue>>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var cut = text.IndexOf('=', StringComparison.Ordinal);
            if (cut <= 0)
            {
                throw new CliException("--parameter wants KEY=VALUE, such as InstanceId=i-0123456789abcdef0.");
            }

            var list = values.TryGetValue(text[..cut], out var known) ? known : values[text[..cut]] = [];
            list.AddRange(Value(text[(cut + 1)..]));
        }

        return JsonObject.From(values.Select(value => KeyValuePair.Create(value.Key, (JsonValue)JsonArray.From(value.Value))));
    }

    private static IEnumerable<JsonValue> Value(string text)
    {
        if (text is ['[', ..])
        {
            try
            {
                return JsonValue.Parse(text) is JsonArray list ? list.Items.Select(item => (JsonValue)(item is JsonString plain ? plain.Value : item.ToString())) : [text];
            }
            catch (JsonSyntaxException)
            {
                // A text that only begins as a list does.
                return [text];
            }
        }

        return [text];
    }
}
