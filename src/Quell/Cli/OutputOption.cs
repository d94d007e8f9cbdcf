using System.CommandLine;

namespace Quell.Cli;

/// <summary><c>--output text|json</c>.</summary>
internal static class OutputOption
{
    public const string Json = "json";

    public static Option<string> Create() => new Option<string>("--output", "-o")
    {
        Description = "How to write the answer: text or json.",
        HelpName = "text|json",
        DefaultValueFactory = static _ => "text",
    }.AcceptOnlyFromAmong("text", Json);
}
