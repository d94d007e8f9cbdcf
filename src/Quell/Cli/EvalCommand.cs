using System.CommandLine;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary><c>quell eval</c>: evaluates expressions of workflows without a running process.</summary>
internal sealed class EvalCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string?> _expression = new("EXPR") { Description = "The expression.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _language = new("--language", "-l") { Description = $"One of: {string.Join(", ", EvalLanguage.Names)}.", HelpName = "NAME", Required = true };
    private readonly Option<string?> _data = new("--data") { Description = "A JSON file with the input; none without it.", HelpName = "FILE" };
    private readonly Option<bool> _batch = new("--batch") { Description = "Read lines {\"id\", \"expr\", \"data\"} from standard input and answer each with {\"id\", \"result\"} or {\"id\", \"error\", \"message\"}." };

    private EvalCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var eval = new EvalCommand(terminal);
        var command = new ExampledCommand(
            "eval", "Evaluates an expression of a workflow on JSON data. Ends with 0 for a value, 1 where it fails on the data, 2 for a wrong expression.",
            "quell eval --language jsonpath '$.Tags[?(@.Key == \"env\")].Value' --data instance.json",
            "quell eval --language jsonpath \"States.Format('{}-{}', $.a, $.b)\" --data input.json",
            "quell eval --language jsonpath --batch < cases.jsonl")
        {
            eval._expression, eval._language, eval._data, eval._batch,
        };
        command.SetAction(eval.Run);
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_language) ?? "";
        var evaluate = EvalLanguage.Find(name)
            ?? throw new CliException($"There is no language {name}; there are: {string.Join(", ", EvalLanguage.Names)}.");
        if (!parsed.GetValue(_batch))
        {
            return One(parsed, evaluate);
        }

        if (parsed.GetValue(_expression) is not null || parsed.GetValue(_data) is not null)
        {
            throw new CliException("eval takes either --batch or an expression with its --data.");
        }

        await using var input = _terminal.Input();
        await using var output = _terminal.Output();
        await new EvalBatch(evaluate).Run(input, output, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private int One(ParseResult parsed, Func<EvalRequest, EvalAnswer> evaluate)
    {
        var expression = parsed.GetValue(_expression) ?? throw new CliException("eval needs an expression, or --batch. See quell eval --help.");
        var answer = evaluate(new(expression, parsed.GetValue(_data) is { } file ? Data(file) : null));
        if (answer.Error is not null)
        {
            _terminal.Warn($"{answer.Error}: {answer.Message}");
            return answer.IsSyntax ? ExitCode.BadInput : ExitCode.Failed;
        }

        if (answer.Result is { } result)
        {
            _terminal.Json(result);
        }

        return ExitCode.Done;
    }

    private static JsonValue Data(string file)
    {
        try
        {
            return JsonValue.Parse(InputFile.Read(file));
        }
        catch (JsonSyntaxException wrong)
        {
            throw new CliException($"{file}: not JSON: {wrong.Message}");
        }
    }
}
