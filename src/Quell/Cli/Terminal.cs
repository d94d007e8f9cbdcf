using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>Where a command reads and writes.</summary>
/// <param name="Out">Answers.</param>
/// <param name="Error">Errors, warnings and progress.</param>
/// <param name="Input">Opens standard input.</param>
/// <param name="Output">Opens standard output for bytes; what goes there does not pass <paramref name="Out"/>.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, Func<Stream> Input, Func<Stream> Output)
{
    /// <summary>Whether a person looks at the output: tables and bars are drawn only then.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether a person looks at the errors.</summary>
    public bool IsErrorInteractive { get; init; }

    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, Console.OpenStandardInput, Console.OpenStandardOutput)
        {
            IsInteractive = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
            IsErrorInteractive = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
        };

    /// <summary>Writes one JSON value on a line.</summary>
    public void Json(JsonValue value) => Out.WriteLine(value.ToString());

    public void Warn(string text) => Error.WriteLine($"quell: {text}");
}
