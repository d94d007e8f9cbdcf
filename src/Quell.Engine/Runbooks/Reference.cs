using System.Diagnostics.CodeAnalysis;

namespace Quell.Engine.Runbooks;

/// <summary>What stands between double braces (Systems Manager User Guide, "Automation system variables", "Working with inputs and outputs").</summary>
internal abstract record Reference
{
    private Reference(string text) => Text = text;

    /// <summary>As written, without braces and blanks around it.</summary>
    public string Text { get; }

    public sealed override string ToString() => $"{{{{ {Text} }}}}";

    /// <param name="text">What stands between the braces.</param>
    /// <returns>False where it is of no form that a reference has.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Reference? reference)
    {
        var trimmed = text.Trim();
        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        var (prefix, rest) = colon < 0 ? ("", trimmed) : (trimmed[..colon], trimmed[(colon + 1)..]);
        reference = (prefix, rest) switch
        {
            (_, "") => null,
            ("global", _) => new Global(trimmed, rest),
            ("automation", _) => new Automation(trimmed, rest),
            ("variable", _) when IsName(rest) => new Variable(trimmed, rest),
            ("ssm", _) => new Stored(trimmed, rest),
            ("", _) => Local(trimmed),
            _ => null,
        };
        return reference is not null;
    }

    private static Reference? Local(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return IsName(text) ? new Parameter(text, text) : null;
        }

        var (step, output) = (text[..dot], text[(dot + 1)..]);
        return IsName(step) && output.Length > 0 && !output.Contains(' ', StringComparison.Ordinal) ? new Output(text, step, output) : null;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');

    /// <summary><c>{{ InstanceId }}</c></summary>
    internal sealed record Parameter(string Text, string Name) : Reference(Text);

    /// <summary><c>{{ step.Output }}</c>; the name may have dots of its own: <c>{{ loop.CurrentIteratorValue }}</c>, <c>{{ step.Payload.id }}</c>.</summary>
    internal sealed record Output(string Text, string Step, string Name) : Reference(Text);

    /// <summary><c>{{ variable:name }}</c></summary>
    internal sealed record Variable(string Text, string Name) : Reference(Text);

    /// <summary><c>{{ global:DATE }}</c>, <c>DATE_TIME</c>, <c>REGION</c>, <c>ACCOUNT_ID</c>, <c>AWS_PARTITION</c> and so on.</summary>
    internal sealed record Global(string Text, string Name) : Reference(Text);

    /// <summary><c>{{ automation:EXECUTION_ID }}</c></summary>
    internal sealed record Automation(string Text, string Name) : Reference(Text);

    /// <summary><c>{{ ssm:name }}</c>: a parameter of the parameter store.</summary>
    internal sealed record Stored(string Text, string Name) : Reference(Text);
}
