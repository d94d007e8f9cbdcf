using System.CommandLine;
using System.Globalization;
using Quell.Archives;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary><c>quell replays</c>: archived events that are sent again, or have been.</summary>
internal static class ReplaysCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = "Show this replay instead of the list; with --start, what to call the new one.", Arity = ArgumentArity.ZeroOrOne };
        var start = new Option<string?>("--start") { Description = "Send what this archive holds again.", HelpName = "ARCHIVE" };
        var from = new Option<string?>("--from") { Description = "With --start: only events of this time or later: 2026-01-31T12:00:00Z, or how long ago: 10m, 2h, 1d.", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "With --start: only events from before this time; now where it is not given.", HelpName = "TIME" };
        var rules = new Option<string[]>("--rule") { Description = "With --start: only to this rule; may be given several times.", HelpName = "NAME" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Tell how far it is until it is over." };
        var cancel = new Option<bool>("--cancel") { Description = "Cancel the replay." };
        var command = new ExampledCommand(
            "replays", "Lists replays of archived events, starts one, follows one or cancels one. (For recorded files see quell replay.)",
            "quell replays --start orders --from 2h --rule fulfil --follow", "quell replays", "quell replays my-replay --cancel")
        {
            name, start, from, to, rules, follow, cancel,
        };
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var replay = parsed.GetValue(name);
            var archive = parsed.GetValue(start);
            Check(replay, archive, parsed.GetValue(follow), parsed.GetValue(cancel), [parsed.GetValue(from), parsed.GetValue(to), .. parsed.GetValue(rules) ?? []]);
            var isJson = options.IsJson(parsed);
            if (replay is null && archive is null)
            {
                List(terminal, await client.Get("replays", cancellationToken).ConfigureAwait(false), isJson);
                return ExitCode.Done;
            }

            var path = $"replays/{Uri.EscapeDataString(replay ?? "")}";
            var shown = archive is not null
                ? await client.Post("replays", Body(replay, archive, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(rules) ?? []), cancellationToken).ConfigureAwait(false)
                : parsed.GetValue(cancel)
                    ? await client.Post(path + "/cancel", JsonObject.Empty, cancellationToken).ConfigureAwait(false)
                    : await client.Get(path, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(follow))
            {
                shown = await new ReplayFollowing(terminal, client).Run(shown, cancellationToken).ConfigureAwait(false);
            }

            Show(terminal, shown, isJson);
            return parsed.GetValue(follow) && shown.String("state") != ReplayStates.Completed ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static void Check(string? replay, string? archive, bool follow, bool cancel, IEnumerable<string?> ofStart)
    {
        if (archive is null && ofStart.Any(option => option is not null))
        {
            throw new CliException("--from, --to and --rule go with --start.");
        }

        if ((cancel || follow) && replay is null && archive is null)
        {
            throw new CliException($"{(cancel ? "--cancel" : "--follow")} wants the name of a replay.");
        }

        if (cancel && archive is not null)
        {
            throw new CliException("--cancel does not go with --start.");
        }
    }

    private static JsonObject Body(string? name, string archive, string? from, string? to, string[] rules)
    {
        var now = TimeProvider.System.GetUtcNow();
        return JsonObject.Of(
            ("archive", archive),
            ("name", name is null ? null : (JsonValue)name),
            ("from", from is null ? null : (JsonValue)EventsCommand.Since(from, now, "--from")),
            ("to", to is null ? null : (JsonValue)EventsCommand.Since(to, now, "--to")),
            ("rules", JsonArray.From(rules.Select(rule => (JsonValue)rule))));
    }

    private static void Show(Terminal terminal, JsonObject replay, bool isJson)
    {
        if (isJson)
        {
            terminal.Json(replay);
            return;
        }

        List(terminal, JsonObject.Of(("replays", new JsonArray([replay]))), isJson: false);
    }

    private static void List(Terminal terminal, JsonObject answer, bool isJson)
    {
        if (isJson)
        {
            terminal.Json(answer);
            return;
        }

        var listing = new Listing("REPLAY", "ARCHIVE", "STATE", "EVENTS", "DELIVERIES", "STARTED", "NOTE");
        foreach (var replay in ListingOptions.OldestFirst(answer, "replays"))
        {
            listing.Add(
                replay.String("name"), replay.String("archive"), replay.String("state"), Number(replay, "events"), Number(replay, "deliveries"),
                Listing.Time(replay, "started"), replay.String("reason") ?? string.Join(", ", replay.Array("rules").Strings.Select(rule => rule[(rule.LastIndexOf('/') + 1)..])));
        }

        listing.Write(terminal, "No replay.");
    }

    private static string? Number(JsonObject replay, string member) => replay.Long(member)?.ToString(CultureInfo.InvariantCulture);
}
