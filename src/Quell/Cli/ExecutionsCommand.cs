using System.CommandLine;

namespace Quell.Cli;

/// <summary><c>quell executions</c>: what ran, and how it ended.</summary>
internal static class ExecutionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand(
            "executions", "Lists the executions of functions, workflows and runbooks, the latest last.", "quell executions", "quell executions --event 6d0e2b1c-… --output json");
        var @event = new Option<string?>("--event") { Description = "Only what the event of this id led to.", HelpName = "ID" };
        command.Add(@event);
        var options = new ListingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var answer = await client.Get("executions" + options.Query(parsed, ("event", parsed.GetValue(@event))), cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(answer);
                return ExitCode.Done;
            }

            var listing = new Listing("CREATED", "EXECUTION", "OF", "STATE", "ATTEMPTS", "ERROR");
            foreach (var execution in ListingOptions.OldestFirst(answer, "executions"))
            {
                listing.Add(
                    Listing.Time(execution, "created"), execution.String("id"), execution.String("target"), execution.String("state"),
                    execution["attempts"]?.ToString(), execution.String("errorCode"));
            }

            listing.Write(terminal, "Nothing has run.");
            return ExitCode.Done;
        });
        return command;
    }
}
