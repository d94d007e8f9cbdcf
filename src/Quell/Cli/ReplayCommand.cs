using System.CommandLine;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Replay;

namespace Quell.Cli;

/// <summary><c>quell replay</c>: which rules recorded events match, and how often.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "CloudTrail log files (.json, .json.gz), events as JSON lines (.jsonl, .ndjson), or folders of them.", Arity = ArgumentArity.OneOrMore };
        var templates = new Option<string[]>("--template", "-t") { Description = "Take the rules from this template instead of the running process; may be given several times.", HelpName = "FILE" };
        var parameters = ParameterOption.Create();
        var deliver = new Option<bool>("--deliver") { Description = "Put the events on the default bus of the running process." };
        var output = OutputOption.Create();
        var instance = new InstanceOptions();
        var command = new ExampledCommand(
            "replay", "Reads recorded events and says which rules match them how often. Nothing is delivered without --deliver.",
            "quell replay cloudtrail/ --template template.yaml",
            "quell replay events.jsonl --deliver")
        {
            paths, templates, parameters, deliver, output,
        };
        instance.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = RecordedFiles.Find(parsed.GetValue(paths) ?? []);
            var given = ParameterOption.Read(parsed.GetValue(parameters));
            var fromTemplates = parsed.GetValue(templates) is { Length: > 0 } named ? TemplateFiles.Rules(named, given) : null;
            if (fromTemplates is null && given.Count > 0)
            {
                throw new CliException("--parameter goes with --template.");
            }

            using var client = fromTemplates is null || parsed.GetValue(deliver) ? instance.Connect(parsed) : null;
            var rules = fromTemplates ?? await RulesOf(client, cancellationToken).ConfigureAwait(false);
            var replay = new ReplayRun(terminal, rules, parsed.GetValue(deliver) ? client : null, parsed.GetValue(output) == OutputOption.Json);
            return await replay.Run(files, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>The rules of the running process.</summary>
    private static async Task<RuleSource> RulesOf(ApiClient? client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var answer = await client.Get("rules", cancellationToken).ConfigureAwait(false);
        return new([.. answer.Array("rules").Objects.Select(RuleOf).OfType<ReplayRule>()], []);
    }

    /// <summary>A rule of the running process; null for one without a pattern.</summary>
    private static ReplayRule? RuleOf(JsonObject rule) =>
        rule.String("pattern") is { } text && EventPattern.TryCompile(text, out var pattern, out _)
            ? new(rule.String("name") ?? "", pattern, rule.String("state") != "DISABLED",
                rule.String("state") == Events.Rule.AllManagementEvents, rule.String("bus") == Events.BusTypes.DefaultBus)
            : null;
}
