using System.CommandLine;

namespace Quell.Cli;

/// <summary><c>quell changes</c>: what executions and stacks changed.</summary>
internal static class ChangesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand(
            "changes", "Lists the calls by which executions and stacks changed something, the latest last.", "quell changes", "quell changes --event 6d0e2b1c-… --output json");
        var @event = new Option<string?>("--event") { Description = "Only what came of the event of this id.", HelpName = "ID" };
        var execution = new Option<string?>("--execution") { Description = "Only what the execution of this id changed.", HelpName = "ID" };
        command.Add(@event);
        command.Add(execution);
        var options = new ListingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var (ofEvent, ofExecution) = (parsed.GetValue(@event), parsed.GetValue(execution));
            var answer = await client.Get("changes" + options.Query(parsed, ("event", ofEvent), ("execution", ofExecution)), cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(answer);
                return ExitCode.Done;
            }

            var listing = new Listing("TIME", "CHANGE", "CALL", "STATE", "BY");
            var isInOrder = ofEvent is not null || ofExecution is not null;
            foreach (var change in isInOrder ? answer.Array("changes").Objects : ListingOptions.OldestFirst(answer, "changes"))
            {
                listing.Add(
                    Listing.Time(change, "time"), change.String("id"), $"{change.String("service")}:{change.String("operation")}",
                    change.String("errorCode") is { } error ? $"{change.String("state")} ({error})" : change.String("state"), change.String("principal"));
            }

            listing.Write(terminal, "Nothing has been changed.");
            return ExitCode.Done;
        });
        return command;
    }
}
