using System.CommandLine;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary><c>quell events</c>: what has happened, and with <c>--follow</c> what happens.</summary>
internal static class EventsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand(
            "events", "Lists the latest events, the last one last, and ends; with --follow goes on with those that come, until Ctrl-C.",
            "quell events --follow", "quell events --since 10m --output json");
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with events as they come, until Ctrl-C (exit code 130). With --output json, one event a line." };
        var since = new Option<string?>("--since") { Description = "Only events of this time or later: 2026-01-31T12:00:00Z, or how long ago: 90s, 10m, 2h, 1d.", HelpName = "TIME" };
        command.Add(follow);
        command.Add(since);
        var options = new ListingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var from = parsed.GetValue(since) is { } text ? Since(text, TimeProvider.System.GetUtcNow()) : null;
            var answer = await client.Get("events" + options.Query(parsed, ("since", from)), cancellationToken).ConfigureAwait(false);
            var isJson = options.IsJson(parsed);
            if (parsed.GetValue(follow))
            {
                await Follow(terminal, client, answer, isJson, cancellationToken).ConfigureAwait(false);
            }
            else if (isJson)
            {
                terminal.Json(answer);
            }
            else
            {
                List(terminal, answer);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The time that a text names, as the API takes it.</summary>
    internal static string Since(string text, DateTimeOffset now, string option = "--since")
    {
        if (text.Length > 1 && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count < 100_000)
        {
            var ago = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => (TimeSpan?)null,
            };
            if (ago is { } span)
            {
                return (now - span).ToString("O", CultureInfo.InvariantCulture);
            }
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time.ToString("O", CultureInfo.InvariantCulture)
            : throw new CliException($"{option} wants a time such as 2026-01-31T12:00:00Z or how long ago such as 10m, not '{text}'.");
    }

    private static async Task Follow(Terminal terminal, ApiClient client, JsonObject latest, bool isJson, CancellationToken cancellationToken)
    {
        foreach (var stored in ListingOptions.OldestFirst(latest, "events"))
        {
            Line(terminal, stored, isJson);
        }

        var last = latest.Array("events").Objects.FirstOrDefault()?.Long("sequence") ?? 0;
        await foreach (var data in client.Stream($"events/stream?after={last.ToString(CultureInfo.InvariantCulture)}", cancellationToken).ConfigureAwait(false))
        {
            Line(terminal, (JsonObject)JsonValue.Parse(data), isJson);
            await terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        throw new CliException("The running process has ended.", ExitCode.Failed);
    }

    private static void Line(Terminal terminal, JsonObject stored, bool isJson)
    {
        if (isJson)
        {
            terminal.Json(stored);
        }
        else
        {
            terminal.Out.WriteLine(string.Join("  ", Cells(stored)));
        }
    }

    private static void List(Terminal terminal, JsonObject answer)
    {
        var listing = new Listing("TIME", "EVENT", "SOURCE", "WHAT");
        foreach (var stored in ListingOptions.OldestFirst(answer, "events"))
        {
            listing.Add(Cells(stored));
        }

        listing.Write(terminal, "No event.");
    }

    private static string[] Cells(JsonObject stored)
    {
        var one = stored.Object("event") ?? JsonObject.Empty;
        return [Listing.Time(stored, "stored"), one.String("id") ?? "", Listing.OneLine(one.String("source") ?? ""), Listing.OneLine(What(one))];
    }

    /// <summary>What an event tells in a few words: its type and, of an API call, which and how it ended.</summary>
    internal static string What(JsonObject one)
    {
        var detail = one.Object("detail");
        var call = detail?.String("eventName") is { } name
            ? $" {name}{(detail.String("errorCode") is { } error ? $" ({error})" : "")}"
            : "";
        return (one.String("detail-type") ?? "") + call;
    }
}
