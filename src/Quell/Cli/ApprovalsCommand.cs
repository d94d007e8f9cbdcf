using System.CommandLine;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary><c>quell approvals</c>, <c>quell approve</c> and <c>quell deny</c>.</summary>
internal static class ApprovalsCommand
{
    public static Command CreateList(Terminal terminal)
    {
        var all = new Option<bool>("--all") { Description = "Also those that are decided or over." };
        var command = new ExampledCommand("approvals", "Lists what waits for somebody to approve it.", "quell approvals", "quell approvals --all --output json") { all };
        var options = new ListingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var answer = await client.Get("approvals" + options.Query(parsed, ("state", parsed.GetValue(all) ? null : "open")), cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(answer);
                return ExitCode.Done;
            }

            var listing = new Listing("ID", "SINCE", "UNTIL", "STATE", "STEP", "APPROVALS", "MESSAGE");
            foreach (var approval in ListingOptions.OldestFirst(answer, "approvals"))
            {
                listing.Add(
                    approval.String("id"), Listing.Time(approval, "created"), Listing.Time(approval, "due"), approval.String("state"), approval.String("step"),
                    $"{approval.Array("decisions").Objects.Count(decision => decision.String("decision") == "approve")} of {approval.Long("minimum")}", approval.String("message"));
            }

            listing.Write(terminal, "Nothing waits for an approval.");
            return ExitCode.Done;
        });
        return command;
    }

    public static Command CreateApprove(Terminal terminal) => Create(
        terminal, "approve", "Approves what waits for it, as the account's administrator. Others approve with their own keys: aws ssm send-automation-signal.", "approved");

    public static Command CreateDeny(Terminal terminal) => Create(terminal, "deny", "Refuses what waits for an approval, as the account's administrator.", "denied");

    private static ExampledCommand Create(Terminal terminal, string verb, string description, string done)
    {
        var id = new Argument<string>("ID") { Description = "The approval, as quell approvals lists it." };
        var comment = new Option<string?>("--comment") { Description = "Why; it is kept with the decision.", HelpName = "TEXT" };
        var command = new ExampledCommand(verb, description, $"quell {verb} apr-17-4 --comment \"seen with the owner\"") { id, comment };
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var body = JsonObject.Of(("comment", parsed.GetValue(comment)));
            var approval = await client.Post($"approvals/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}/{verb}", body, cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(approval);
            }
            else
            {
                terminal.Out.WriteLine(approval.String("state") == "open"
                    ? $"{approval.String("id")}: noted; {approval.Long("minimum")} approvals are needed."
                    : $"{approval.String("id")}: {done}.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
