namespace Quell.Engine.Json;

/// <summary>A text is not JSON. <see cref="Line"/> and <see cref="Column"/> count from 1; columns count bytes.</summary>
internal sealed class JsonSyntaxException(string reason, long line, long column)
    : FormatException($"{reason} (line {line}, column {column})")
{
    public string Reason { get; } = reason;

    public long Line { get; } = line;

    public long Column { get; } = column;
}
