using System.CommandLine;
using System.Globalization;
using Quell.Engine.Json;
using Spectre.Console;

namespace Quell.Cli;

/// <summary><c>quell why</c>: the chain from an event to what it changed, from any of its links.</summary>
internal static class WhyCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "The id of an event, a delivery, an execution or a change." };
        var command = new ExampledCommand(
            "why", "Shows the whole chain that something is a link of: event, rules, deliveries, executions, changes.",
            "quell why 6d0e2b1c-6b1f-4a52-9d3e-1f0c6d5b7a90", "quell why chg-00000000002a") { id };
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var wanted = parsed.GetRequiredValue(id);
            var chain = await client.Get($"why/{Uri.EscapeDataString(wanted)}", cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(chain);
            }
            else
            {
                Branch.OfChain(chain).Write(terminal, wanted);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A link of the chain and what came of it.</summary>
    private sealed record Branch(string? Id, string Text, IReadOnlyList<Branch> Branches)
    {
        public static Branch OfChain(JsonObject chain)
        {
            Branch[] rest = [.. All(chain, "rules", OfRule), .. All(chain, "deliveries", OfDelivery), .. All(chain, "executions", OfExecution), .. All(chain, "changes", OfChange)];
            if (chain.Object("event") is not { } stored)
            {
                return new(null, "No event is behind this.", rest);
            }

            var one = stored.Object("event") ?? JsonObject.Empty;
            var id = one.String("id");
            return new(id, $"event {id}  {one.String("source")}  {EventsCommand.What(one)}  {Listing.Time(stored, "stored")}",
                rest.Length > 0 ? rest : [new(null, "no rule took it", [.. All(chain, "nearMisses", OfNearMiss)])]);
        }

        /// <param name="asked">The id that was asked for: its line is marked.</param>
        public void Write(Terminal terminal, string asked)
        {
            if (terminal.IsInteractive)
            {
                var tree = new Tree(Line(asked));
                AddTo(tree, asked);
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) }).Write(tree);
            }
            else
            {
                WritePlain(terminal.Out, asked, 0);
            }
        }

        private static IEnumerable<Branch> All(JsonObject parent, string name, Func<JsonObject, Branch> shape) => parent.Array(name).Objects.Select(shape);

        private static Branch OfRule(JsonObject rule) => new(
            rule.String("arn"), $"rule {rule.String("name")}{(rule.String("note") is { } note ? $": {note}" : "")}", [.. All(rule, "deliveries", OfDelivery)]);

        private static Branch OfNearMiss(JsonObject rule) => new(
            rule.String("arn"),
            rule.String("note") is { } note
                ? $"rule {rule.String("name")} matches, but {note}"
                : $"rule {rule.String("name")}: {rule.Long("passed")} of {rule.Long("of")} {(rule.Long("of") == 1 ? "field matches" : "fields match")}; {rule.String("text")}", []);

        private static Branch OfDelivery(JsonObject delivery)
        {
            var id = delivery.Long("id")?.ToString(CultureInfo.InvariantCulture);
            var note = DeliveriesCommand.NoteOf(delivery);
            return new(id, $"delivery {id} to {delivery.String("target")}: {delivery.String("state")}{(delivery.String("replay") is { } replay ? $", by the replay {replay}" : "")}{(note.Length > 0 ? $" ({note})" : "")}",
                [.. All(delivery, "deliveries", OfDelivery), .. All(delivery, "executions", OfExecution)]);
        }

        private static Branch OfExecution(JsonObject execution)
        {
            var error = execution.String("errorCode") is { } code ? $" ({code}: {execution.String("errorMessage")})" : "";
            return new(execution.String("id"), $"execution {execution.String("id")} of {execution.String("target")}: {execution.String("state")}{error}",
                [.. All(execution, "changes", OfChange)]);
        }

        private static Branch OfChange(JsonObject change)
        {
            var error = change.String("errorCode") is { } code ? $" ({code}: {change.String("errorMessage")})" : "";
            return new(change.String("id"),
                $"change {change.String("id")}: {change.String("service")}:{change.String("operation")} {change.Object("parameters")} by {change.String("principal")}: {change.String("state")}{error}", []);
        }

        private string Plain(string asked) => Listing.OneLine(Text) + (Id == asked ? "  ◄" : "");

        private string Line(string asked) => Id == asked ? $"[bold]{Markup.Escape(Plain(asked))}[/]" : Markup.Escape(Plain(asked));

        private void AddTo(IHasTreeNodes parent, string asked)
        {
            foreach (var branch in Branches)
            {
                branch.AddTo(parent.AddNode(branch.Line(asked)), asked);
            }
        }

        private void WritePlain(TextWriter writer, string asked, int depth)
        {
            writer.WriteLine(new string(' ', depth * 2) + Plain(asked));
            foreach (var branch in Branches)
            {
                branch.WritePlain(writer, asked, depth + 1);
            }
        }
    }
}
