using System.CommandLine;
using System.Globalization;

namespace Quell.Cli;

/// <summary><c>quell archives</c>: what is kept for replays.</summary>
internal static class ArchivesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand(
            "archives", "Lists the archives of events with how much they hold.", "quell archives", "quell archives --output json");
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var answer = await client.Get("archives", cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(answer);
                return ExitCode.Done;
            }

            var listing = new Listing("ARCHIVE", "BUS", "EVENTS", "BYTES", "KEPT", "PATTERN");
            foreach (var archive in answer.Array("archives").Objects)
            {
                listing.Add(
                    archive.String("name"), archive.String("bus"), Number(archive.Long("events")), Number(archive.Long("bytes")),
                    archive.Long("retentionDays") is { } days and > 0 ? $"{Number(days)} days" : "forever", archive.String("pattern") ?? "all events");
            }

            listing.Write(terminal, "No archive.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
