using System.CommandLine;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary><c>quell mail</c>: the mail that was kept because there is no SMTP server.</summary>
internal static class MailCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("ID") { Description = "Show this mail instead of the list; 'last' for the latest.", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampledCommand("mail", "Lists the mail that was kept instead of sent, or shows one.", "quell mail", "quell mail last") { id };
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            if (parsed.GetValue(id) is { } wanted)
            {
                var mail = await Find(client, wanted, cancellationToken).ConfigureAwait(false);
                Show(terminal, mail, options.IsJson(parsed));
                return ExitCode.Done;
            }

            var answer = await client.Get("mail", cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(answer);
                return ExitCode.Done;
            }

            var listing = new Listing("ID", "DATE", "TO", "SUBJECT");
            foreach (var mail in answer.Array("mail").Objects)
            {
                listing.Add(mail.String("id"), mail.String("date"), mail.String("to"), mail.String("subject"));
            }

            listing.Write(terminal, "No mail.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<JsonObject> Find(ApiClient client, string id, CancellationToken cancellationToken)
    {
        if (id != "last")
        {
            return await client.Get($"mail/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false);
        }

        var answer = await client.Get("mail", cancellationToken).ConfigureAwait(false);
        return answer.Array("mail").Objects.LastOrDefault() ?? throw new CliException("There is no mail.", ExitCode.Failed);
    }

    private static void Show(Terminal terminal, JsonObject mail, bool isJson)
    {
        if (isJson)
        {
            terminal.Json(mail);
            return;
        }

        foreach (var header in mail.Array("headers").Objects)
        {
            terminal.Out.WriteLine($"{header.String("name")}: {Listing.OneLine(header.String("value") ?? "")}");
        }

        terminal.Out.WriteLine();
        foreach (var line in (mail.String("body") ?? "").Split('\n'))
        {
            terminal.Out.WriteLine(Listing.OneLine(line));
        }
    }
}
