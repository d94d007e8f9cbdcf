using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Commands;

/// <summary>What a step of a command came to on one instance, in the form of <c>CommandPlugin</c>.</summary>
internal static class CommandPlugin
{
    /// <summary>API Reference, GetCommandInvocation, <c>StandardOutputContent</c>.</summary>
    public const int OutputCharacters = 24_000;

    /// <summary>API Reference, GetCommandInvocation, <c>StandardErrorContent</c>.</summary>
    public const int ErrorCharacters = 8_000;

    /// <summary>API Reference, CommandPlugin, <c>Output</c>.</summary>
    private const int ListedCharacters = 2_500;

    /// <summary>The response code of what has not been run.</summary>
    private const int NotRun = -1;

    public static JsonObject Pending(string name) => JsonObject.Of(
        ("Name", name), ("Status", CommandStatus.Pending), ("StatusDetails", CommandStatus.Pending), ("ResponseCode", NotRun));

    public static JsonObject Ended(string name, ShellEnd end, DateTimeOffset from, DateTimeOffset until) => JsonObject.Of(
        ("Name", name),
        ("Status", end.Status),
        ("StatusDetails", end.Details),
        ("ResponseCode", end.ExitCode),
        ("ResponseStartDateTime", Written(from)),
        ("ResponseFinishDateTime", Written(until)),
        ("Output", end.Output),
        ("Error", end.Error));

    public static JsonObject Unended(JsonObject plugin, string status, string details, string error) => CommandStatus.IsOver(plugin.String("Status"))
        ? plugin
        : plugin.With("Status", status).With("StatusDetails", details).With("Error", error);

    /// <summary>As ListCommandInvocations shows it: output and error in one text.</summary>
    public static JsonObject Listed(JsonObject plugin)
    {
        var (output, error) = (plugin.String("Output") ?? "", plugin.String("Error") ?? "");
        var text = error.Length == 0 ? output : $"{output}\n----------ERROR-------\n{error}";
        return plugin.Without("Error").With("Output", Cut(text, ListedCharacters));
    }

    public static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    public static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
