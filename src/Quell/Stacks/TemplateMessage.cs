using Quell.Engine.Templates;

namespace Quell.Stacks;

/// <summary>The mistakes of a template in the one text that an AWS error has: AWS's words, and the place behind them.</summary>
internal static class TemplateMessage
{
    public static string Of(IEnumerable<TemplateError> errors) => string.Join("; ", errors.Select(Of));

    private static string Of(TemplateError error)
    {
        var place = error.Line > 0 ? $"line {error.Line}, column {error.Column}" : "";
        var whole = string.Join(": ", new[] { place, error.Path }.Where(part => part.Length > 0));
        return whole.Length == 0 ? error.Message : $"{error.Message} ({whole})";
    }
}
