using System.CommandLine;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary><c>quell rules</c>: event, trigger and action; any one of them leads to the other two.</summary>
internal static class RulesCommand
{
    private const int LongestPattern = 160;

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand(
            "rules", "Lists the rules with what they wait for and what they set going.",
            "quell rules", "quell rules --target my-function", "quell rules --event '{\"source\": [\"aws.ec2\"]}' --output json");
        var rule = new Option<string?>("--rule") { Description = "Only the rule of this name or ARN.", HelpName = "NAME" };
        var @event = new Option<string?>("--event") { Description = "Only rules that take this: the id of an event, an event, or the pattern of a rule.", HelpName = "ID|JSON" };
        var target = new Option<string?>("--target") { Description = "Only rules with this target: its ARN, its name or its id.", HelpName = "NAME" };
        command.Add(rule);
        command.Add(@event);
        command.Add(target);
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var query = ListingOptions.Query(("rule", parsed.GetValue(rule)), ("event", parsed.GetValue(@event)), ("target", parsed.GetValue(target)));
            var answer = await client.Get("rules" + query, cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(answer);
                return ExitCode.Done;
            }

            var listing = new Listing("RULE", "STATE", "EVENT", "TARGETS");
            foreach (var one in answer.Array("rules").Objects)
            {
                listing.Add(
                    one.String("bus") == Events.BusTypes.DefaultBus ? one.String("name") : $"{one.String("bus")}/{one.String("name")}",
                    one.String("state"), What(one),
                    string.Join(", ", one.Array("targets").Objects.Select(each => each.String("arn"))));
            }

            listing.Write(terminal, "No rule.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The pattern, the schedule, or both.</summary>
    private static string What(JsonObject rule) =>
        string.Join(" and ", new[] { rule.String("pattern") is { } pattern ? Shortened(pattern) : null, rule.String("schedule") }.OfType<string>());

    /// <summary>A pattern may be long; --output json has all of it.</summary>
    private static string Shortened(string pattern) => pattern.Length > LongestPattern ? pattern[..LongestPattern] + "…" : pattern;
}
