using System.CommandLine;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Explaining;

namespace Quell.Cli;

/// <summary><c>quell match</c>: whether events match patterns, and why, without a running process.</summary>
internal sealed class MatchCommand
{
    private const int DefaultLimit = 5;

    private readonly Terminal _terminal;
    private readonly Option<string?> _pattern = new("--pattern") { Description = "A file with an event pattern.", HelpName = "FILE" };
    private readonly Option<string?> _event = new("--event") { Description = "A file with one event, envelope and all: {\"source\", \"detail-type\", \"detail\", …}.", HelpName = "FILE" };
    private readonly Option<string?> _rules = new("--rules") { Description = "A file of rules in place of a pattern: what 'aws events list-rules' or 'quell rules --output json' writes, or a pattern a line.", HelpName = "FILE" };
    private readonly Option<string[]> _templates = new("--template", "-t") { Description = "A CloudFormation template whose rules to try in place of a pattern; may be given several times.", HelpName = "FILE" };
    private readonly Option<string[]> _parameters = ParameterOption.Create();
    private readonly Option<bool> _explain = new("--explain") { Description = "Say why: what each field of the pattern wants and what the event has there; of many rules, which come nearest." };
    private readonly Option<int> _limit = new("--limit") { Description = "With --explain and many rules: how many to show of those that do not match.", HelpName = "N", DefaultValueFactory = static _ => DefaultLimit };
    private readonly Option<bool> _batch = new("--batch") { Description = "Read lines {\"id\", \"pattern\", \"event\"} from standard input and answer each with {\"id\", \"match\"} or {\"id\", \"error\"}." };
    private readonly Option<string> _output = OutputOption.Create();

    private MatchCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var match = new MatchCommand(terminal);
        var command = new ExampledCommand(
            "match", "Says whether an event matches an event pattern, or which rules of a file it matches, and why. Ends with 0 for a match, 1 for none, 2 for bad input.",
            "quell match --pattern pattern.json --event event.json --explain",
            "quell match --template template.yaml --event event.json --explain",
            "quell match --batch < cases.jsonl")
        {
            match._pattern, match._rules, match._templates, match._parameters, match._event, match._explain, match._limit, match._batch, match._output,
        };
        command.SetAction(match.Run);
        return command;
    }

    private Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (patternFile, rulesFile, templates) = (parsed.GetValue(_pattern), parsed.GetValue(_rules), parsed.GetValue(_templates) ?? []);
        var given = ParameterOption.Read(parsed.GetValue(_parameters));
        var ways = (patternFile is null ? 0 : 1) + (rulesFile is null ? 0 : 1) + (templates.Length == 0 ? 0 : 1);
        if (given.Count > 0 && templates.Length == 0)
        {
            throw new CliException("--parameter goes with --template.");
        }

        if (parsed.GetValue(_batch))
        {
            return ways == 0 && parsed.GetValue(_event) is null
                ? Batch(parsed.GetValue(_explain), cancellationToken)
                : throw new CliException("match takes either --batch or --event with a pattern or rules.");
        }

        if (ways != 1 || parsed.GetValue(_event) is not { } eventFile)
        {
            throw new CliException("match needs --event FILE and one of --pattern FILE, --rules FILE and --template FILE; or --batch. See quell match --help.");
        }

        if (parsed.GetValue(_limit) is < 0 or > 1000)
        {
            throw new CliException("--limit wants a number from 0 to 1000.");
        }

        return Task.FromResult(patternFile is null
            ? Many(parsed, rulesFile is null ? RulesOf(templates, given) : RuleFile.Read(rulesFile), eventFile)
            : One(parsed, patternFile, eventFile));
    }

    private int One(ParseResult parsed, string patternFile, string eventFile)
    {
        if (!EventPattern.TryCompile(InputFile.Read(patternFile), out var pattern, out var error))
        {
            throw new CliException($"{patternFile}: {error.Message.ReplaceLineEndings(" ")}");
        }

        var @event = InputFile.Read(eventFile);
        var explanation = parsed.GetValue(_explain) ? Explain(eventFile, @event, explained => explained.Explain(pattern)) : null;
        var isMatch = explanation?.Matched ?? Read(eventFile, () => pattern.Matches(@event));
        if (IsJson(parsed))
        {
            _terminal.Json(explanation is null ? JsonObject.Of(("match", isMatch)) : ExplanationJson.Of(explanation));
        }
        else if (explanation is null)
        {
            _terminal.Out.WriteLine(isMatch ? "match" : "no match");
        }
        else
        {
            ExplanationOutput.Write(_terminal, explanation);
        }

        return isMatch ? ExitCode.Done : ExitCode.Failed;
    }

    private int Many(ParseResult parsed, IReadOnlyList<KeyValuePair<string, EventPattern>> rules, string eventFile)
    {
        var @event = InputFile.Read(eventFile);
        if (parsed.GetValue(_explain))
        {
            var explained = Explain(eventFile, @event, one => one.Explain(rules, parsed.GetValue(_limit)));
            if (IsJson(parsed))
            {
                _terminal.Json(ExplanationOutput.Json(explained));
            }
            else
            {
                ExplanationOutput.Write(_terminal, explained);
            }

            return explained.Matches.Length > 0 ? ExitCode.Done : ExitCode.Failed;
        }

        List<string> names = Read(eventFile, () => rules.Where(rule => rule.Value.Matches(@event)).Select(rule => rule.Key).ToList());
        if (IsJson(parsed))
        {
            _terminal.Json(JsonObject.Of(("match", names.Count > 0), ("rules", JsonArray.From(names))));
        }
        else
        {
            names.ForEach(name => _terminal.Out.WriteLine(Listing.OneLine(name)));
            _terminal.Out.Write(names.Count == 0 ? $"no match{Environment.NewLine}" : "");
        }

        return names.Count > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static List<KeyValuePair<string, EventPattern>> RulesOf(string[] templates, IReadOnlyDictionary<string, string> parameters)
    {
        var source = TemplateFiles.Rules(templates, parameters);
        return source.Errors.Count == 0
            ? [.. source.Rules.Where(rule => rule.IsEnabled).Select(rule => KeyValuePair.Create(rule.Name, rule.Pattern))]
            : throw new CliException(string.Join("\nquell: ", source.Errors));
    }

    private T Explain<T>(string eventFile, byte[] utf8, Func<ExplainedEvent, T> explain)
    {
        var @event = Read(eventFile, () => ExplainedEvent.Read(utf8));
        if (!@event.HasEnvelope)
        {
            _terminal.Warn($"{eventFile}: has none of source, detail-type and detail; rules see events with their envelope.");
        }

        return Read(eventFile, () => explain(@event));
    }

    private static T Read<T>(string eventFile, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EventSyntaxException wrong)
        {
            throw new CliException($"{eventFile}: {wrong.Message}");
        }
    }

    private bool IsJson(ParseResult parsed) => parsed.GetValue(_output) == OutputOption.Json;

    private async Task<int> Batch(bool explain, CancellationToken cancellationToken)
    {
        await using var input = _terminal.Input();
        await using var output = _terminal.Output();
        await new MatchBatch(explain).Run(input, output, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
