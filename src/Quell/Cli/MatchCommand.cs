using System.CommandLine;
using Quell.Engine.Json;
using Quell.Engine.Rules;

namespace Quell.Cli;

/// <summary><c>quell match</c>: whether events match patterns, without a running process.</summary>
internal static class MatchCommand
{
    public static Command Create(Terminal terminal)
    {
        var pattern = new Option<string?>("--pattern") { Description = "A file with an event pattern.", HelpName = "FILE" };
        var @event = new Option<string?>("--event") { Description = "A file with an event.", HelpName = "FILE" };
        var batch = new Option<bool>("--batch") { Description = "Read lines {\"id\", \"pattern\", \"event\"} from standard input and answer each with {\"id\", \"match\"} or {\"id\", \"error\"}." };
        var output = OutputOption.Create();
        var command = new ExampledCommand(
            "match", "Says whether an event matches an event pattern. Ends with 0 for a match, 1 for none, 2 for bad input.",
            "quell match --pattern pattern.json --event event.json",
            "quell match --batch < cases.jsonl")
        {
            pattern, @event, batch, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (patternFile, eventFile) = (parsed.GetValue(pattern), parsed.GetValue(@event));
            if (parsed.GetValue(batch))
            {
                return patternFile is null && eventFile is null
                    ? await Batch(terminal, cancellationToken).ConfigureAwait(false)
                    : throw new CliException("match takes either --batch or --pattern and --event.");
            }

            if (patternFile is null || eventFile is null)
            {
                throw new CliException("match needs --pattern FILE and --event FILE, or --batch. See quell match --help.");
            }

            var isMatch = Match(patternFile, eventFile);
            if (parsed.GetValue(output) == OutputOption.Json)
            {
                terminal.Json(JsonObject.Of(("match", isMatch)));
            }
            else
            {
                terminal.Out.WriteLine(isMatch ? "match" : "no match");
            }

            return isMatch ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static bool Match(string patternFile, string eventFile)
    {
        if (!EventPattern.TryCompile(InputFile.Read(patternFile), out var pattern, out var error))
        {
            throw new CliException($"{patternFile}: {error.Message.ReplaceLineEndings(" ")}");
        }

        try
        {
            return pattern.Matches(InputFile.Read(eventFile));
        }
        catch (EventSyntaxException wrong)
        {
            throw new CliException($"{eventFile}: {wrong.Message}");
        }
    }

    private static async Task<int> Batch(Terminal terminal, CancellationToken cancellationToken)
    {
        await using var input = terminal.Input();
        await using var output = terminal.Output();
        await MatchBatch.Run(input, output, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
