using System.CommandLine;

namespace Quell.Cli;

/// <summary><c>--parameter KEY=VALUE</c>, as often as wanted.</summary>
internal static class ParameterOption
{
    public static Option<string[]> Create() => new("--parameter", "-p")
    {
        Description = "A template parameter's value; may be given several times.",
        HelpName = "KEY=VALUE",
    };

    /// <exception cref="CliException">A text is not of the form, or a name is given twice.</exception>
    public static IReadOnlyDictionary<string, string> Read(string[]? texts)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts ?? [])
        {
            var cut = text.IndexOf('=', StringComparison.Ordinal);
            if (cut <= 0)
            {
                // The text may hold a secret: only what stands before a sign of equality is a name.
                throw new CliException("--parameter wants KEY=VALUE, such as Email=ops@example.com.");
            }

            if (!values.TryAdd(text[..cut], text[(cut + 1)..]))
            {
                throw new CliException($"--parameter {text[..cut]} is given twice.");
            }
        }

        return values;
    }
}
