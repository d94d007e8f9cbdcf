using System.Globalization;
using Spectre.Console;

namespace Quell.Cli.Histories;

/// <summary>Shows an execution as a tree: with lines and colours on a terminal, indented elsewhere.</summary>
/// <param name="width">Characters of data that are shown; what is longer is cut.</param>
/// <param name="now">When what is still going on is looked at.</param>
internal sealed class HistoryDrawing(int width, DateTimeOffset now)
{
    public Tree Draw(HistoryNode root)
    {
        var tree = new Tree(Markup(root));
        AddTo(tree, root);
        return tree;
    }

    public void Write(TextWriter writer, HistoryNode node, int depth = 0)
    {
        var indent = new string(' ', depth * 2);
        writer.WriteLine(indent + Label(node));
        foreach (var line in Lines(node))
        {
            writer.WriteLine($"{indent}  {line}");
        }

        node.Children.ForEach(child => Write(writer, child, depth + 1));
    }

    private void AddTo(IHasTreeNodes parent, HistoryNode node)
    {
        foreach (var line in Lines(node))
        {
            parent.AddNode($"[grey]{Spectre.Console.Markup.Escape(line)}[/]");
        }

        foreach (var child in node.Children)
        {
            AddTo(parent.AddNode(Markup(child)), child);
        }
    }

    private string Markup(HistoryNode node)
    {
        var text = Spectre.Console.Markup.Escape(Label(node));
        return node.Status switch
        {
            NodeStatus.Succeeded => node.Kind == NodeKind.Execution ? $"[green]{text}[/]" : text,
            NodeStatus.Running => $"[blue]{text}[/]",
            NodeStatus.Aborted => $"[yellow]{text}[/]",
            _ => $"[red]{text}[/]",
        };
    }

    private string Label(HistoryNode node)
    {
        var name = node.Kind switch
        {
            NodeKind.Execution => $"execution {node.Name}",
            NodeKind.Branch => $"branch {node.Name}",
            NodeKind.Iteration => $"iteration {node.Name}",
            NodeKind.Child => $"child {node.Name}",
            _ => node.Type is null ? node.Name : $"{node.Name} ({node.Type})",
        };
        var parts = new List<string> { $"{Mark(node.Status)} {name}" };
        if (node.Started is { } started)
        {
            parts.Add((node.IsRunning ? "for " : "") + Duration((node.Ended ?? now) - started));
        }

        if (node.Attempts > 1)
        {
            parts.Add($"{node.Attempts} attempts");
        }

        return Listing.OneLine(string.Join(", ", parts));
    }

    private IEnumerable<string> Lines(HistoryNode node)
    {
        if (node.Input is { } input)
        {
            yield return Cut($"input  {input}");
        }

        foreach (var failure in node.Failures)
        {
            yield return Cut($"failed {failure}");
        }

        if (node.Output is { } output)
        {
            yield return Cut($"output {output}");
        }
    }

    private string Cut(string text) => Listing.OneLine(text.Length <= width ? text : $"{text[..(width - 1)]}…");

    private static string Mark(NodeStatus status) => status switch
    {
        NodeStatus.Succeeded => "✓",
        NodeStatus.Running => "…",
        NodeStatus.Aborted => "–",
        NodeStatus.TimedOut => "⏱",
        _ => "✗",
    };

    private static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        < 86_400 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours} h"),
    };
}
