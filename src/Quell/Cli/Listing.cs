using Quell.Engine.Json;
using Spectre.Console;

namespace Quell.Cli;

/// <summary>A table on a terminal; columns of plain text elsewhere.</summary>
internal sealed class Listing(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(cell => OneLine(cell ?? ""))]);

    /// <param name="terminal">Where to.</param>
    /// <param name="nothing">What to say where there is no row.</param>
    public void Write(Terminal terminal, string nothing)
    {
        if (_rows.Count == 0)
        {
            terminal.Out.WriteLine(nothing);
        }
        else if (terminal.IsInteractive)
        {
            Draw(terminal);
        }
        else
        {
            var widths = columns.Select((column, index) => Math.Max(column.Length, _rows.Max(row => row[index].Length))).ToArray();
            WriteRow(columns, widths, terminal.Out);
            _rows.ForEach(row => WriteRow(row, widths, terminal.Out));
        }
    }

    /// <summary>Text from outside, without what would steer a terminal.</summary>
    public static string OneLine(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var position = 0; position < span.Length; position++)
        {
            span[position] = char.IsControl(from[position]) ? ' ' : from[position];
        }
    });

    /// <summary>A time of the API to the second, as people read it.</summary>
    public static string Time(JsonObject value, string name) =>
        value.String(name) is { Length: >= 19 } time ? $"{time[..10]} {time[11..19]}" : "";

    private void Draw(Terminal terminal)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column) { NoWrap = false });
        }

        _rows.ForEach(row => table.AddRow([.. row.Select(Markup.Escape)]));
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) }).Write(table);
    }

    private static void WriteRow(string[] row, int[] widths, TextWriter writer) =>
        writer.WriteLine(string.Join("  ", row.Select((cell, index) => cell.PadRight(widths[index]))).TrimEnd());
}
