using System.CommandLine;
using System.Globalization;

namespace Quell.Cli;

/// <summary><c>quell sources</c>: the ways in, and what has come through them.</summary>
internal static class SourcesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand(
            "sources", "Lists the ways in that quell up was given (--sources, --relay), and what has come through each since it started.",
            "quell sources", "quell sources --output json");
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var answer = await client.Get("sources", cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(answer);
                return ExitCode.Done;
            }

            var listing = new Listing("SOURCE", "KIND", "WHERE", "CHECK", "BUS", "TAKEN", "REFUSED", "LAST", "TROUBLE");
            foreach (var one in answer.Array("sources").Objects)
            {
                listing.Add(
                    one.String("name"), one.String("kind"), one.String("path") ?? one.String("queue"), one.String("check"), one.String("bus"),
                    Count(one.Long("taken")), Count(one.Long("refused")), Listing.Time(one, "last"), one.String("trouble") ?? one.String("lastRefusal"));
            }

            listing.Write(terminal, "No source. 'quell up --sources FILE' or '--relay QUEUE_URL' opens one.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Count(long? number) => (number ?? 0).ToString(CultureInfo.InvariantCulture);
}
