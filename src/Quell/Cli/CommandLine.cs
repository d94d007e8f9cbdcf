using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Quell.Storage;

namespace Quell.Cli;

/// <summary>The command line: which commands there are, and how each ends.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> Run(string[] args, Terminal terminal, CancellationToken cancellationToken)
    {
        var root = Root(terminal);
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction || Mistakes(parsed).Any())
        {
            if (args.Length == 0)
            {
                parsed = root.Parse(["--help"]);
            }
            else if (parsed.Action is not HelpAction and not CommandHelp)
            {
                return BadInput(parsed, terminal);
            }
        }

        try
        {
            // Signals are Program's: what runs is told through the token, and not cut off after two seconds.
            return await parsed.InvokeAsync(
                new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellationToken).ConfigureAwait(false);
        }
        catch (CliException wrong)
        {
            terminal.Warn(wrong.Message);
            return wrong.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JournalException)
        {
            terminal.Warn(failure.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>The tree of commands.</summary>
    public static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("Quell: runs EventBridge rules, functions and CloudFormation stacks in one process, against AWS or its own simulated account.")
        {
            UpCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            MatchCommand.Create(terminal),
            EvalCommand.Create(terminal),
            RunCommand.Create(terminal),
            RunbookCommand.Create(terminal),
            EventsCommand.Create(terminal),
            RulesCommand.Create(terminal),
            DeliveriesCommand.Create(terminal),
            ArchivesCommand.Create(terminal),
            ReplaysCommand.Create(terminal),
            ChangesCommand.Create(terminal),
            ExecutionsCommand.Create(terminal),
            ExecutionCommand.Create(terminal),
            WhyCommand.Create(terminal),
            MailCommand.Create(terminal),
            StacksCommand.Create(terminal),
            SourcesCommand.Create(terminal),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new CommandHelp(help.Action as HelpAction ?? new HelpAction());
        return root;
    }

    private static int BadInput(ParseResult parsed, Terminal terminal)
    {
        var command = NameOf(parsed.CommandResult.Command);
        terminal.Error.WriteLine($"{command}: {string.Join(" ", Mistakes(parsed))} See {command} --help.");
        return ExitCode.BadInput;
    }

    /// <summary>What is wrong with the words of a command line, a sentence each.</summary>
    internal static IEnumerable<string> Mistakes(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is [var command, ..] && !command.StartsWith('-'))
        {
            return [$"There is no command {command}."];
        }

        // The parser takes an option that it does not know for the value of an argument.
        var unknown = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Where(token => token.Value.Length > 1 && token.Value.StartsWith('-'))
            .Select(token => $"There is no option {token.Value}.");
        return [.. unknown.Concat(parsed.Errors.Select(error => OnOneLine(error.Message))).Distinct()];
    }

    /// <summary>The parser's own message, as one line and without the names of our types.</summary>
    private static string OnOneLine(string message)
    {
        var line = string.Join(' ', message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))
            .Replace(" as expected type 'System.Int32'", ": a whole number is wanted", StringComparison.Ordinal);
        return line.EndsWith('.') ? line : line + ".";
    }

    internal static string NameOf(Command command) => command is RootCommand ? "quell" : $"quell {command.Name}";
}
