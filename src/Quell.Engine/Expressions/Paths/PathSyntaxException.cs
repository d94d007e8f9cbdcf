namespace Quell.Engine.Expressions.Paths;

/// <summary>A text is no path, template expression or intrinsic function. <see cref="Column"/> counts characters from 1.</summary>
internal sealed class PathSyntaxException(string reason, int column) : FormatException($"{reason} (column {column})")
{
    public string Reason { get; } = reason;

    public int Column { get; } = column;
}
