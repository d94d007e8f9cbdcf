using System.CommandLine;
using System.Globalization;
using Quell.Cli.Histories;
using Quell.Engine.Json;
using Spectre.Console;

namespace Quell.Cli;

/// <summary><c>quell execution ID</c>: one execution; of a workflow its history as a tree, which grows while it runs.</summary>
internal sealed class ExecutionCommand
{
    /// <summary>Between two looks at an execution that runs.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Executions of a distributed map that are shown.</summary>
    private const int MostChildren = 100;

    /// <summary>Characters of a line of data where there is no terminal.</summary>
    private const int Narrow = 160;

    private readonly Terminal _terminal;
    private readonly ApiClient _client;
    private readonly string _id;
    private readonly int _width;
    private readonly HistoryTree _tree;

    private ExecutionCommand(Terminal terminal, ApiClient client, JsonObject execution, bool isFull)
    {
        (_terminal, _client) = (terminal, client);
        _id = execution.String("id") ?? "";
        _width = isFull ? int.MaxValue : terminal.IsInteractive ? Console().Profile.Width : Narrow;
        _tree = new($"{_id[(_id.LastIndexOf(':') + 1)..]} of {NameOf(execution.String("target"))}");
    }

    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "An execution's ARN or name; of a runbook, its id; of a function's run, its request id." };
        var full = new Option<bool>("--full") { Description = "Show input and output whole." };
        var once = new Option<bool>("--no-follow") { Description = "Show it as it stands, and end." };
        var command = new ExampledCommand(
            "execution", "Shows one execution: its states or steps, attempts, durations, input and output, as they come while it runs. Ends with 1 where it did not succeed.",
            "quell execution order-4711", "quell execution arn:aws:states:us-east-1:000000000000:execution:orders:order-4711 --no-follow") { id, full, once };
        var options = new ListingOptions(command, hasLimit: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = options.Connect(parsed);
            var execution = await client.Get($"executions/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}", cancellationToken).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.Json(execution);
                return ExitCode.Done;
            }

            if (execution.Object("automation") is { } automation)
            {
                return await new AutomationFollowing(terminal, client, execution.String("id") ?? "").Show(automation, !parsed.GetValue(once), cancellationToken).ConfigureAwait(false);
            }

            if (execution.String("kind") != "workflow")
            {
                WriteRun(terminal, execution);
                return ExitCode.Done;
            }

            return await new ExecutionCommand(terminal, client, execution, parsed.GetValue(full)).Show(execution, !parsed.GetValue(once), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private async Task<int> Show(JsonObject execution, bool follows, CancellationToken cancellationToken)
    {
        foreach (var each in execution.Array("history").Objects)
        {
            _tree.Add(each);
        }

        await AddChildren(_tree.Root, cancellationToken).ConfigureAwait(false);
        if (follows && _tree.Root.IsRunning)
        {
            await Follow(cancellationToken).ConfigureAwait(false);
        }

        if (_terminal.IsInteractive)
        {
            Console().Write(Drawing().Draw(_tree.Root));
        }
        else
        {
            Drawing().Write(_terminal.Out, _tree.Root);
        }

        return _tree.Root.Status is NodeStatus.Succeeded or NodeStatus.Running ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task Follow(CancellationToken cancellationToken)
    {
        if (!_terminal.IsInteractive)
        {
            await Wait(static () => { }, cancellationToken).ConfigureAwait(false);
            return;
        }

        var live = Console().Live(Drawing().Draw(_tree.Root)).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top);
        await live.StartAsync(context => Wait(() => context.UpdateTarget(Drawing().Draw(_tree.Root)), cancellationToken)).ConfigureAwait(false);
    }

    private async Task Wait(Action changed, CancellationToken cancellationToken)
    {
        while (_tree.Root.IsRunning)
        {
            await Task.Delay(Interval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var more = await _client.Get($"executions/{Uri.EscapeDataString(_id)}/history?after={_tree.LastEvent}&limit=1000", cancellationToken).ConfigureAwait(false);
            foreach (var each in more.Array("events").Objects)
            {
                _tree.Add(each);
            }

            await AddChildren(_tree.Root, cancellationToken).ConfigureAwait(false);
            changed();
            if (more.String("state") != "started" && more.Array("events").Count == 0)
            {
                // An Express execution keeps no history, and its end is told by its state alone.
                return;
            }
        }
    }

    /// <summary>Looks up the executions of distributed maps that are under way or have just ended.</summary>
    private async Task AddChildren(HistoryNode node, CancellationToken cancellationToken)
    {
        foreach (var child in node.Children.ToList())
        {
            await AddChildren(child, cancellationToken).ConfigureAwait(false);
        }

        if (node.MapRun is { } run && (node.Children.Count == 0 || node.Children.Exists(child => child.IsRunning) || node.IsRunning))
        {
            var answer = await _client.Get("executions" + ListingOptions.Query(("mapRun", run), ("limit", MostChildren.ToString(CultureInfo.InvariantCulture))), cancellationToken).ConfigureAwait(false);
            node.Children.Clear();
            foreach (var child in ListingOptions.OldestFirst(answer, "executions"))
            {
                node.Children.Add(Child(node, child));
            }
        }
    }

    private static HistoryNode Child(HistoryNode map, JsonObject execution)
    {
        var id = execution.String("id") ?? "";
        var node = new HistoryNode(NodeKind.Child, id[(id.LastIndexOf(':') + 1)..], map)
        {
            Status = execution.String("state") switch
            {
                "succeeded" => NodeStatus.Succeeded,
                "failed" => NodeStatus.Failed,
                "timed-out" => NodeStatus.TimedOut,
                "aborted" => NodeStatus.Aborted,
                _ => NodeStatus.Running,
            },
            Started = Time(execution, "started"),
            Ended = Time(execution, "ended"),
            Input = execution["input"]?.ToString(),
            Output = execution["result"]?.ToString(),
        };
        if (execution.String("errorCode") is { } error)
        {
            node.Failures.Add($"{error}: {execution.String("errorMessage")}");
        }

        return node;
    }

    private static void WriteRun(Terminal terminal, JsonObject execution)
    {
        var listing = new Listing("", "");
        foreach (var (name, value) in execution)
        {
            listing.Add(name, value is JsonString text ? text.Value : value.ToString());
        }

        listing.Write(terminal, "");
    }

    private HistoryDrawing Drawing() => new(_width, TimeProvider.System.GetUtcNow());

    private IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_terminal.Out) });

    private static DateTimeOffset? Time(JsonObject execution, string name) =>
        execution.String(name) is { } time ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private static string NameOf(string? arn) => arn is null ? "" : arn[(arn.LastIndexOf(':') + 1)..];
}
