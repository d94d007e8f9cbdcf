using System.CommandLine;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary><c>quell deliveries</c>: what went where, what did not, and sending that again.</summary>
internal static class DeliveriesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand(
            "deliveries", "Lists deliveries of events to targets, the latest last; sends those again that were given up.",
            "quell deliveries --dead", "quell deliveries --redrive 42", "quell deliveries --redrive all", "quell deliveries --redrive-queue my-dead-letters");
        var dead = new Option<bool>("--dead") { Description = "Only those that were given up: in a dead-letter queue, or dropped." };
        var @event = new Option<string?>("--event") { Description = "Only those of the event of this id.", HelpName = "ID" };
        var redrive = new Option<string[]>("--redrive") { Description = "Send the delivery of this id again, or all that were given up; may be given several times.", HelpName = "ID|all" };
        var all = new Option<bool>("--all") { Description = "With --redrive: all that were given up." };
        var queue = new Option<string?>("--redrive-queue") { Description = "Send the dead letters of rules in this queue to their targets again.", HelpName = "NAME|ARN" };
        redrive.Arity = ArgumentArity.ZeroOrMore;
        command.Add(dead);
        command.Add(@event);
        command.Add(redrive);
        command.Add(all);
        command.Add(queue);
        var options = new ListingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            if (parsed.GetValue(queue) is { } letters)
            {
                if (parsed.GetResult(redrive) is not null || parsed.GetValue(all))
                {
                    throw new CliException("--redrive-queue goes without --redrive and --all.");
                }

                var answer = await client.Post("deliveries/redrive", JsonObject.Of(("queue", letters)), cancellationToken).ConfigureAwait(false);
                Say(terminal, answer, options.IsJson(parsed));
                return answer.Array("left").Count == 0 ? ExitCode.Done : ExitCode.Failed;
            }

            if (parsed.GetResult(redrive) is not null)
            {
                var body = Redrive(parsed.GetValue(redrive) ?? [], parsed.GetValue(all));
                Say(terminal, await client.Post("deliveries/redrive", body, cancellationToken).ConfigureAwait(false), options.IsJson(parsed));
                return ExitCode.Done;
            }

            if (parsed.GetValue(all))
            {
                throw new CliException("--all goes with --redrive.");
            }

            var query = options.Query(parsed, ("state", parsed.GetValue(dead) ? "dead" : null), ("event", parsed.GetValue(@event)));
            List(terminal, await client.Get("deliveries" + query, cancellationToken).ConfigureAwait(false), options.IsJson(parsed));
            return ExitCode.Done;
        });
        return command;
    }

    private static JsonObject Redrive(string[] ids, bool all)
    {
        if (all || ids is ["all"])
        {
            return all && ids is not ([] or ["all"]) ? throw new CliException("--redrive takes either ids or --all.") : JsonObject.Of(("all", true));
        }

        return ids.Length == 0
            ? throw new CliException("--redrive wants the id of a delivery, or all.")
            : JsonObject.Of(("ids", JsonArray.From(ids.Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (JsonValue)number
                : throw new CliException($"--redrive wants the id of a delivery, a number, or all; not '{id}'.")))));
    }

    private static void Say(Terminal terminal, JsonObject answer, bool isJson)
    {
        if (isJson)
        {
            terminal.Json(answer);
            return;
        }

        var (count, left) = (answer.Array("redriven").Count, answer.Array("left"));
        terminal.Out.WriteLine(count == 0 && left.Count == 0 ? "No delivery was given up." : string.Create(CultureInfo.InvariantCulture, $"{count} sent again."));
        foreach (var letter in left.Objects)
        {
            terminal.Warn($"message {letter.String("message")} stays in the queue: {letter.String("reason")}");
        }
    }

    private static void List(Terminal terminal, JsonObject answer, bool isJson)
    {
        if (isJson)
        {
            terminal.Json(answer);
            return;
        }

        var listing = new Listing("ID", "TIME", "STATE", "FROM", "TO", "NOTE");
        foreach (var delivery in ListingOptions.OldestFirst(answer, "deliveries"))
        {
            listing.Add(
                delivery.Long("id")?.ToString(CultureInfo.InvariantCulture), Listing.Time(delivery, "created"), delivery.String("state"),
                delivery.String("source"), delivery.String("target"), NoteOf(delivery));
        }

        listing.Write(terminal, "No delivery.");
    }

    /// <summary>What is to be said about a delivery: its last failure, and what AWS would say against it.</summary>
    public static string NoteOf(JsonObject delivery) => string.Join("; ", new[]
    {
        delivery.String("errorCode") is { } code ? $"{code}: {delivery.String("errorMessage")}" : null,
        delivery.String("warning"),
    }.OfType<string>());
}
