using System.CommandLine;
using System.Text;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Workflows.Rehearsing;

namespace Quell.Cli;

/// <summary><c>quell run</c>: runs a workflow without a running process, on a clock that skips what is waited for.</summary>
internal sealed class RunCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string?> _definition = new("DEFINITION") { Description = "A file with a state machine's definition.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _input = new("--input") { Description = "A JSON file with the input; {} without it.", HelpName = "FILE" };
    private readonly Option<string?> _mock = new("--mock") { Description = "A JSON file with what calls of services come to, by the names of states.", HelpName = "FILE" };
    private readonly Option<string?> _case = new("--case") { Description = "Which test case of a mock file in AWS's form: CASE or MACHINE/CASE.", HelpName = "NAME" };
    private readonly Option<bool> _batch = new("--batch")
    {
        Description = "Read lines {\"id\", \"definition\", \"input\"} from standard input and answer each with {\"id\", \"status\", \"output\" or \"error\" and \"cause\", \"history\"}.",
    };

    private RunCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var run = new RunCommand(terminal);
        var command = new ExampledCommand(
            "run", "Runs a workflow without a running process and prints its status, output and history. Nothing is called: calls come to what the mock file says, and waits are skipped. Ends with 0 where it succeeds, 1 where it does not, 2 for a wrong definition or input.",
            "quell run machine.asl.json --input order.json",
            "quell run machine.asl.json --input order.json --mock mocks.json",
            "quell run machine.asl.json --mock MockConfigFile.json --case HappyPath",
            "quell run --batch < cases.jsonl")
        {
            run._definition, run._input, run._mock, run._case, run._batch,
        };
        command.SetAction(run.Run);
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var run = new RehearsedRun(new(Mocks(parsed)), TimeProvider.System);
        if (!parsed.GetValue(_batch))
        {
            return One(parsed, run);
        }

        if (parsed.GetValue(_definition) is not null || parsed.GetValue(_input) is not null)
        {
            throw new CliException("run takes either --batch or a definition with its --input.");
        }

        await using var input = _terminal.Input();
        await using var output = _terminal.Output();
        await new RunBatch(run).Run(input, output, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private int One(ParseResult parsed, RehearsedRun run)
    {
        var file = parsed.GetValue(_definition) ?? throw new CliException("run needs a file with a definition, or --batch. See quell run --help.");
        var definition = Encoding.UTF8.GetString(InputFile.Read(file));
        var answer = run.Run(definition, parsed.GetValue(_input) is { } input ? Encoding.UTF8.GetString(InputFile.Read(input)).Trim() : null);
        if (answer.String("status") is not { } status)
        {
            _terminal.Warn($"{answer.String("error")}: {answer.String("cause")}");
            return ExitCode.BadInput;
        }

        _terminal.Out.WriteLine(answer.ToIndentedString());
        return status == "SUCCEEDED" ? ExitCode.Done : ExitCode.Failed;
    }

    private IReadOnlyDictionary<string, MockedState> Mocks(ParseResult parsed)
    {
        if (parsed.GetValue(_mock) is not { } file)
        {
            return parsed.GetValue(_case) is null ? new Dictionary<string, MockedState>() : throw new CliException("--case goes with --mock.");
        }

        var mistakes = new List<PathMistake>();
        var mocks = MockFile.Read(Json(file), parsed.GetValue(_case), mistakes);
        return mistakes.Count == 0
            ? mocks
            : throw new CliException(string.Join("; ", mistakes.Select(mistake => $"{file}: {mistake.Location}: {mistake.Message}")) + ".");
    }

    private static JsonObject Json(string file)
    {
        try
        {
            return JsonValue.Parse(InputFile.Read(file)) as JsonObject ?? throw new CliException($"{file}: a JSON object is wanted.");
        }
        catch (JsonSyntaxException wrong)
        {
            throw new CliException($"{file}: not JSON: {wrong.Message}");
        }
    }
}
