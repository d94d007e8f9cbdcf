using System.CommandLine;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary><c>quell stacks</c>: what is deployed.</summary>
internal static class StacksCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = "Show the resources of this stack instead of the list.", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampledCommand("stacks", "Lists the stacks that are deployed, or one's resources.", "quell stacks", "quell stacks notify-on-vpc") { name };
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var wanted = parsed.GetValue(name);
            var answer = await client.Get(wanted is null ? "stacks" : $"stacks/{Uri.EscapeDataString(wanted)}", cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(answer);
            }
            else if (wanted is null)
            {
                List(terminal, answer);
            }
            else
            {
                Show(terminal, answer);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void List(Terminal terminal, JsonObject answer)
    {
        var listing = new Listing("STACK", "STATUS", "RESOURCES", "REASON");
        foreach (var stack in answer.Array("stacks").Objects)
        {
            listing.Add(
                stack.String("name"), stack.String("status"), stack.Array("resources").Count.ToString(CultureInfo.InvariantCulture), stack.String("reason"));
        }

        listing.Write(terminal, "No stack.");
    }

    private static void Show(Terminal terminal, JsonObject stack)
    {
        var listing = new Listing("RESOURCE", "TYPE", "STATUS", "ID");
        foreach (var resource in stack.Array("resources").Objects)
        {
            listing.Add(resource.String("logicalId"), resource.String("type"), resource.String("status"), resource.String("physicalId"));
        }

        listing.Write(terminal, "No resource.");
        foreach (var output in stack.Array("outputs").Objects)
        {
            terminal.Out.WriteLine($"{output.String("name")} = {Listing.OneLine(output.String("value") ?? "")}");
        }
    }
}
