using System.Diagnostics.CodeAnalysis;
using Quell.Engine.Expressions.Paths;

namespace Quell.Engine.Runbooks.Values;

/// <summary>
/// Paths as outputs and property selectors have them: JSONPath, of which the <c>$.</c> may be left out. Published documents do so
/// (<c>PropertySelector: ContinuousBackupsDescription.Status</c>), and the JSONPath of Java puts it there (github.com/json-path/JsonPath).
/// </summary>
internal static class Selector
{
    /// <exception cref="PathSyntaxException">It is no path.</exception>
    public static JsonPath Parse(string text) => JsonPath.Parse(Whole(text));

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out PathSyntaxException? error) =>
        JsonPath.TryParse(Whole(text), out path, out error);

    private static string Whole(string text) => text.Trim() is var trimmed && trimmed.StartsWith('$') ? trimmed : $"$.{trimmed}";
}
